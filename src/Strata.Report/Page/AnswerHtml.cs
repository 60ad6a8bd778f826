using System.Text;
using Strata.Analysis;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>The first screen: three numbers, a sentence for each factor, and what the factors do as a figure.</summary>
internal static class AnswerHtml
{
    /// <summary>Sentences that the first screen has room for.</summary>
    private const int Most = 7;

    public static string Of(StudyView study)
    {
        var answer = new Answer(study);
        var text = new StringBuilder("<div class=\"answer\">\n<div class=\"says\">\n");
        if (answer.Numbers.Count > 0) text.Append("<dl class=\"numbers\">");
        foreach ((string number, string says) in answer.Numbers)
            text.Append(InvariantCulture, $"<div><dt>{Html.Escape(says)}</dt><dd>{Html.Escape(number)}</dd></div>");
        if (answer.Numbers.Count > 0) text.Append("</dl>\n");
        Sentences(text, answer.Sentences.Take(Most));
        if (answer.Sentences.Count > Most)
        {
            text.Append(InvariantCulture, $"<details class=\"fold\"><summary>{More(answer.Sentences.Count - Most)}</summary>\n");
            Sentences(text, answer.Sentences.Skip(Most));
            text.Append("</details>\n");
        }
        if (answer.Unlearned is { } unlearned) text.Append(InvariantCulture, $"<p class=\"unlearned\">{Html.Escape(unlearned)}</p>\n");
        Verdicts(text, study, answer);
        int warnings = study.Warnings.DistinctBy(warning => warning.Text).Count();
        text.Append(InvariantCulture, $"<p class=\"small\">{Html.Escape(answer.Recipe)}")
            .Append(warnings == 0 ? "" : $" <a href=\"#warnings\">{(warnings == 1 ? "One warning" : $"{warnings} warnings")}</a> before "
                + "trusting the numbers.")
            .Append("</p>\n</div>\n");
        return text.Append(Effects(study)).Append("</div>\n").ToString();
    }

    private static string More(int sentences) => sentences == 1 ? "One more sentence" : $"{sentences} more sentences";

    private static void Sentences(StringBuilder text, IEnumerable<string> sentences)
    {
        text.Append("<ul class=\"sentences\">\n");
        foreach (string sentence in sentences) text.Append(InvariantCulture, $"<li>{Emphasised(sentence)}</li>\n");
        text.Append("</ul>\n");
    }

    /// <summary>Names are folded away, and so is the rule; both are one click away.</summary>
    private static void Verdicts(StringBuilder text, StudyView study, Answer answer)
    {
        var verdicts = answer.Verdicts.ToList();
        if (verdicts.Count == 0) return;
        text.Append("<details class=\"fold\"><summary>Which networks</summary><dl class=\"facts\">");
        foreach ((string verdict, IReadOnlyList<string> networks) in verdicts)
            text.Append(InvariantCulture,
                $"<dt>{Html.Escape(Page.Glance.Words(verdict))}</dt><dd>{Html.Escape(string.Join("\n", networks))}</dd>");
        text.Append("</dl></details>\n<details class=\"fold\" id=\"rule\"><summary>What block structure is, and how it is decided")
            .Append("</summary>\n").Append(Resources.Text("rule.html"));
        foreach (string thresholds in study.Content.Comparisons.Select(map => map.Block?.Thresholds).OfType<BlockOptions>().Distinct()
            .Select(Window.Thresholds))
            text.Append(InvariantCulture, $"<p class=\"small\">Thresholds here: {Html.Escape(thresholds)}.</p>");
        text.Append("</details>\n");
    }

    /// <summary>The name of a factor stands out.</summary>
    private static string Emphasised(string sentence)
        => sentence.IndexOf(": ", StringComparison.Ordinal) is int end and > 0 and < 60
            ? $"<strong>{Html.Escape(sentence[..end])}:</strong> {Html.Escape(sentence[(end + 2)..])}" : Html.Escape(sentence);

    private static string Effects(StudyView study)
    {
        IReadOnlyList<Chart> charts = Strata.Report.Effects.Of(study);
        if (charts.Count == 0) return "";
        var text = new StringBuilder("<div class=\"effects\" id=\"effects\">\n");
        if (charts.Count > 1)
        {
            text.Append("<label class=\"small\">Show <select id=\"effect\">");
            foreach (Chart chart in charts) text.Append(InvariantCulture,
                $"<option value=\"{Html.Escape(chart.Name)}\">{Html.Escape(chart.Title)}</option>");
            text.Append("</select></label>\n");
        }
        foreach (Chart chart in charts) text.Append(ChartHtml.Of(chart));
        return text.Append("</div>\n").ToString();
    }
}
