using System.Text;
using Strata.Analysis;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>The grid of thumbnails: as <see cref="FamilyGrid"/> lays it out, seeds side by side.</summary>
internal static class Glance
{
    public static string Html(StudyView study)
    {
        if (study.Content.Models.Count == 0) return "<p>No models yet.</p>";
        if (study.Content.Comparisons.Count == 0) return "<p>This study compares no layers; its models are in the table below.</p>";
        var text = new StringBuilder();
        foreach (string name in study.Studies)
        {
            if (name != "") text.Append(InvariantCulture, $"<h3>{Page.Html.Escape(name)}</h3>\n");
            ModelContent[] models = [.. study.Content.Models.Where(model => model.Study == name)];
            if (models.All(model => study.Within(model) is null))
                text.Append("<p>No layers within a model were compared; the models are in the table below.</p>\n");
            else Grid(text, study, new(study, name));
        }
        Unlearned(text, study);
        return text.ToString();
    }

    private static void Grid(StringBuilder text, StudyView study, FamilyGrid grid)
    {
        text.Append("<div class=\"scroll\"><table class=\"grid\"><caption class=\"hidden\">Heatmaps of all models: ")
            .Append(InvariantCulture, $"{grid.ColumnTitle} by {Page.Html.Escape(grid.RowTitle)}")
            .Append("</caption>\n<thead><tr><th></th>");
        foreach (string label in grid.ColumnLabels) text.Append(InvariantCulture, $"<th scope=\"col\">{Page.Html.Escape(label)}</th>");
        text.Append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < grid.Rows.Count; row++)
        {
            // Networks that are no evidence stand in their own frame.
            if (!Enumerable.Range(0, grid.ColumnLabels.Count).Any(column => study.ModelsOf(grid.At(row, column)).Any(m => m.IsEvidence)))
                continue;
            text.Append(grid.Rows[row].Trained ? "<tr>" : "<tr class=\"control\">")
                .Append(InvariantCulture, $"<th scope=\"row\">{Page.Html.Escape(grid.RowLabels[row])}</th>");
            for (int column = 0; column < grid.ColumnLabels.Count; column++)
            {
                text.Append(InvariantCulture, $"<td data-column=\"{Page.Html.Escape(grid.ColumnLabels[column])}\">");
                foreach (ModelContent model in study.ModelsOf(grid.At(row, column)).Where(model => model.IsEvidence))
                    Thumbnail(text, study, model);
                text.Append("</td>");
            }
            text.Append("</tr>\n");
        }
        text.Append("</tbody></table></div>\n");
    }

    /// <summary>A verdict as a word of its own.</summary>
    public static string Words(string verdict) => verdict == BlockStructure.None ? "no large window" : verdict;

    /// <summary>Networks that are no evidence have a frame of their own.</summary>
    private static void Unlearned(StringBuilder text, StudyView study)
    {
        ModelContent[] models = [.. study.Content.Models.Where(model => !model.IsEvidence)];
        if (models.Length == 0) return;
        text.Append("<div class=\"unlearned\"><h3>No evidence: did not learn, or diverged</h3><div class=\"pairs\">");
        foreach (ModelContent model in models) Thumbnail(text, study, model, study.Label(Configuration.Of(model)));
        text.Append("</div></div>\n");
    }

    /// <param name="label">What the place in the grid does not say.</param>
    private static void Thumbnail(StringBuilder text, StudyView study, ModelContent model, string label = "")
    {
        string accuracy = Format.Percent(model.TestAccuracy);
        string verdict = StudyView.Failing(model) ?? study.Within(model)?.Block?.Verdict ?? "";
        int warnings = study.WarningsOf(model).Count;
        string caption = $"<span class=\"caption\">{(label == "" ? "" : $"{Page.Html.Escape(label)}<br>")}"
            + $"<span>{Page.Html.Escape(Seed(study, model))}</span> "
            + (model.TestAccuracy is null ? "" : $"<strong>{Page.Html.Escape(accuracy)}</strong>")
            + (warnings > 0 ? $" <span class=\"mark\" title=\"{warnings} {(warnings == 1 ? "warning" : "warnings")}\">⚠</span>" : "")
            + (model.Trained ? "" : "<br><span class=\"badge untrained\">untrained</span>")
            + (verdict == "" ? "" : $"<br><span class=\"badge {Class(verdict)}\">{Page.Html.Escape(Words(verdict))}</span>")
            + (Windows(study, model) is { Length: > 0 } windows ? $"<br>{Page.Html.Escape(windows)}" : "") + "</span>";
        if (study.Within(model) is not { } within)
        {
            text.Append(InvariantCulture, $"<span class=\"map\"><span class=\"nothing\">not compared</span>{caption}</span>");
            return;
        }
        string spoken = $"Open heatmap of {study.Label(model)}: test accuracy {accuracy}" + (verdict == "" ? "" : $", {verdict}")
            + (warnings > 0 ? $", {warnings} warning{(warnings == 1 ? "" : "s")}" : "");
        text.Append(InvariantCulture,
            $"<button type=\"button\" class=\"map\" data-map=\"{study.PlaceOf(within)}\" "
            + $"aria-label=\"{Page.Html.Escape(spoken)}\"><canvas class=\"thumbnail\" aria-hidden=\"true\"></canvas>"
            + $"{(within.Shares is null ? "" : "<canvas class=\"strip\" aria-hidden=\"true\"></canvas>")}{caption}</button>");
    }

    /// <summary>What tells the model from others of its configuration.</summary>
    private static string Seed(StudyView study, ModelContent model)
        => model.Seed is { } seed ? $"seed {seed}" : study.ModelsOf(Configuration.Of(model)).Count > 1 ? model.File ?? model.Name : "";

    /// <summary>Every large window with the share of its layers that a component dominates.</summary>
    private static string Windows(StudyView study, ModelContent model)
        => string.Join(", ", (study.Within(model)?.Block?.LargeWindows ?? []).Select(window =>
            $"{window.First}–{window.Last}"
            + (window.DominatedShare is { } share ? $"{Format.Space}({100 * share:0}{Format.Space}%)" : "")));

    private static string Class(string verdict)
        => verdict switch
        {
            BlockStructure.Present => "block",
            BlockStructure.SimilarLayers => "similar",
            BlockStructure.None => "plain",
            BlockStructure.CauseUnknown or BlockStructure.Undefined => "unknown",
            _ => "failed"
        };
}
