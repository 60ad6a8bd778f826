using System.Text;
using Strata.Report.Tables;

namespace Strata.Report.Page;

/// <summary>Maps across models: seed by seed for each configuration, then all other pairs.</summary>
internal static class AcrossModels
{
    private const int Shown = 24;

    public static string Html(StudyView study)
    {
        if (!study.Across.Any()) return "<p>No models were compared with each other.</p>";
        var text = new StringBuilder();
        foreach (Configuration configuration in study.Configurations) Seeds(text, study, configuration);
        ComparisonContent[] others = [.. study.Across.Where(comparison => Configuration.Of(study.Model(comparison.A)) != Configuration.Of(study.Model(comparison.B)))];
        Planes(text, study);
        if (others.Length == 0) return text.ToString();
        text.Append(others.Length > Shown ? $"<details><summary>{others.Length} pairs of different configurations</summary>" : "<h3>Different configurations</h3>").Append("<div class=\"pairs\">");
        foreach (ComparisonContent comparison in others)
            Thumbnail(text, study, comparison, false, $"{study.Label(comparison.A)} (up)<br>{study.Label(comparison.B)} (right)");
        text.Append("</div>").Append(others.Length > Shown ? "</details>" : "");
        return text.ToString();
    }

    private static void Seeds(StringBuilder text, StudyView study, Configuration configuration)
    {
        IReadOnlyList<ModelContent> models = study.ModelsOf(configuration);
        if (!models.Any(a => models.Any(b => a != b && study.Between(a, b) is not null))) return;
        text.Append($"<h3>{Page.Html.Escape(study.Label(configuration))}, seed by seed</h3><div class=\"scroll\"><table class=\"grid seeds\"><thead><tr><th></th>");
        foreach (ModelContent model in models) text.Append($"<th scope=\"col\">seed {model.Seed}</th>");
        text.Append("</tr></thead><tbody>");
        foreach (ModelContent row in models)
        {
            text.Append($"<tr><th scope=\"row\">seed {row.Seed}</th>");
            foreach (ModelContent column in models)
            {
                text.Append("<td>");
                if (study.Between(row, column) is { } found) Thumbnail(text, study, found.Comparison, found.Transposed, row == column ? "within" : "");
                text.Append("</td>");
            }
            text.Append("</tr>");
        }
        text.Append("</tbody></table></div>\n");
        Stability(text, study, models);
    }

    private static void Stability(StringBuilder text, StudyView study, IReadOnlyList<ModelContent> models)
    {
        if (study.Content.Stabilities.FirstOrDefault(s => s.Models.Contains(models[0].Name))?.Stability is not { } found) return;
        string verdicts = string.Join(", ", found.Verdicts.Select(verdict => $"{verdict.Value} {verdict.Key}"));
        text.Append($"<p>{found.WithWindow} of {found.Seeds} seeds have a large window of similar layers ({Page.Html.Escape(verdicts)})")
            .Append(found.Overlap is { } overlap ? $"; two such windows share {Format.Percent(overlap)} of the layers that either covers" : "")
            .Append($". A cell of the map scatters over seeds by {Format.Unit(found.MeanSpread)} on average.</p>\n");
    }

    private static void Planes(StringBuilder text, StudyView study)
    {
        foreach (DistancesContent distances in study.Content.Distances.Where(d => d.Models.Count > 2))
        {
            LineChart plane = StudyFigures.Plane(study, distances);
            string svg = new Drawing.LineChartFigure([plane]).Svg();
            text.Append($"<h3>Distances between {distances.Models.Count} models</h3><p>1 − the mean CKA of every layer with its best match, laid out in a plane.</p>")
                .Append($"<p><img class=\"figure\" alt=\"{Page.Html.Escape(plane.Title)}; the numbers are in tables/distances.csv\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}\"></p>");
        }
    }

    private static void Thumbnail(StringBuilder text, StudyView study, ComparisonContent comparison, bool transposed, string caption)
    {
        string mean = Format.Unit(StudyTables.MeanCka(comparison.Matrix));
        text.Append($"<button type=\"button\" class=\"map\" data-comparison=\"{study.PlaceOf(comparison)}\"{(transposed ? " data-transposed" : "")} aria-label=\"{Page.Html.Escape($"Open heatmap of {study.Label(comparison)}: mean CKA {mean}")}\">")
            .Append($"<canvas class=\"thumbnail\" aria-hidden=\"true\"></canvas><span class=\"caption\">{Caption(caption)}mean {Page.Html.Escape(mean)}</span></button>");
    }

    /// <summary>Two lines at most, both escaped.</summary>
    private static string Caption(string caption) => caption == "" ? "" : string.Join("<br>", caption.Split("<br>").Select(Page.Html.Escape)) + "<br>";
}
