using System.Text;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>Published claims beside what was measured.</summary>
internal static class ClaimHtml
{
    /// <summary>A single claim is what its study is about, and stands first; several follow the answer.</summary>
    public static bool IsFirst(StudyView study) => study.Shown<ClaimCard>().Count() == 1;

    public static string Of(StudyView study)
    {
        var text = new StringBuilder();
        foreach (ClaimCard claim in study.Shown<ClaimCard>())
        {
            text.Append(InvariantCulture, $"<section class=\"claim {Class(claim.Verdict)}\" aria-label=\"{Html.Escape(claim.Figure)}\">\n")
                .Append(InvariantCulture, $"<p class=\"verdict\"><span class=\"badge {Class(claim.Verdict)}\">")
                .Append(InvariantCulture, $"{ClaimCard.Words(claim.Verdict)}</span> {Html.Escape(claim.Figure)}: ")
                .Append(InvariantCulture, $"{Html.Escape(claim.Claim)}</p>\n");
            if (IsFirst(study)) Facts(text, Measured(claim));
            text.Append("<details class=\"fold\"><summary>")
                .Append(IsFirst(study) ? "Published, and the rule" : "Measured, published, and the rule").Append("</summary>\n");
            if (!IsFirst(study)) Facts(text, Measured(claim));
            Facts(text, [("Published", "", claim.Published), ("The rule", "", claim.Rule), ("Not as in the paper", "", claim.Distance)]);
            text.Append("</details>\n</section>\n");
        }
        return text.ToString();
    }

    private static IEnumerable<(string Term, string Strong, string Says)> Measured(ClaimCard claim)
        => claim.Findings.Select(finding => ($"Measured: {finding.Part}", $"{ClaimCard.Words(finding.Verdict)}: ", finding.Measured));

    private static void Facts(StringBuilder text, IEnumerable<(string Term, string Strong, string Says)> facts)
    {
        text.Append("<dl class=\"facts\">");
        foreach ((string term, string strong, string says) in facts.Where(fact => fact.Says != ""))
            text.Append(InvariantCulture, $"<dt>{Html.Escape(term)}</dt><dd>")
                .Append(strong == "" ? "" : $"<strong>{Html.Escape(strong)}</strong>")
                .Append(InvariantCulture, $"{Html.Escape(says)}</dd>");
        text.Append("</dl>\n");
    }

    private static string Class(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Agrees => "agrees",
        ClaimVerdict.Disagrees => "disagrees",
        _ => "unknown",
    };
}
