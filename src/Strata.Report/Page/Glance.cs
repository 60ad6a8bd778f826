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
        var grid = new FamilyGrid(study);
        var text = new StringBuilder("<div class=\"scroll\"><table class=\"grid\"><caption class=\"hidden\">Heatmaps of all models: ")
            .Append(InvariantCulture, $"{grid.ColumnTitle} by {Page.Html.Escape(grid.RowTitle)}")
            .Append("</caption>\n<thead><tr><th></th>");
        foreach (string label in grid.ColumnLabels) text.Append(InvariantCulture, $"<th scope=\"col\">{Page.Html.Escape(label)}</th>");
        text.Append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < grid.Rows.Count; row++)
        {
            text.Append(grid.Rows[row].Trained ? "<tr>" : "<tr class=\"control\">")
                .Append(InvariantCulture, $"<th scope=\"row\">{Page.Html.Escape(grid.RowLabels[row])}</th>");
            for (int column = 0; column < grid.ColumnLabels.Count; column++)
            {
                text.Append("<td>");
                foreach (ModelContent model in study.ModelsOf(grid.At(row, column))) Thumbnail(text, study, model);
                text.Append("</td>");
            }
            text.Append("</tr>\n");
        }
        text.Append("</tbody></table></div>");
        // Thresholds stand beside the verdicts.
        foreach (string thresholds in study.Content.Comparisons.Select(comparison => comparison.Block?.Thresholds).OfType<BlockOptions>()
            .Distinct().Select(Window.Thresholds))
            text.Append(InvariantCulture, $"<p class=\"small\">Thresholds of the verdicts: {Page.Html.Escape(thresholds)}.</p>");
        return text.ToString();
    }

    private static void Thumbnail(StringBuilder text, StudyView study, ModelContent model)
    {
        string accuracy = Format.Percent(model.TestAccuracy);
        string verdict = StudyView.Failing(model) ?? study.Within(model)?.Block?.Verdict ?? "";
        int warnings = study.WarningsOf(model).Count;
        string caption = $"<span class=\"caption\"><span>seed {model.Seed}</span> <strong>{Page.Html.Escape(accuracy)}</strong>"
            + (warnings > 0 ? $" <span class=\"mark\" title=\"{warnings} {(warnings == 1 ? "warning" : "warnings")}\">⚠</span>" : "")
            + (model.Trained ? "" : "<br><span class=\"badge untrained\">untrained</span>")
            + (verdict == "" ? "" : $"<br><span class=\"badge {Class(verdict)}\">{Page.Html.Escape(verdict)}</span>") + "</span>";
        if (study.Within(model) is not { } within)
        {
            text.Append(InvariantCulture, $"<span class=\"map\"><span class=\"nothing\">not compared</span>{caption}</span>");
            return;
        }
        string spoken = $"Open heatmap of {study.Label(model)}: test accuracy {accuracy}" + (verdict == "" ? "" : $", {verdict}")
            + (warnings > 0 ? $", {warnings} warnings" : "");
        text.Append(InvariantCulture,
            $"<button type=\"button\" class=\"map\" data-comparison=\"{study.PlaceOf(within)}\" "
            + $"aria-label=\"{Page.Html.Escape(spoken)}\"><canvas class=\"thumbnail\" aria-hidden=\"true\"></canvas>"
            + $"{(within.Shares is null ? "" : "<canvas class=\"strip\" aria-hidden=\"true\"></canvas>")}{caption}</button>");
    }

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
