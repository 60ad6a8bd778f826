using System.Text;
using Strata.Analysis;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>
/// Maps across models: seed by seed for each configuration, what analyses show of several, then every model with every other.
/// </summary>
internal static class AcrossModels
{
    private const int MostInTable = 20;

    public static string Html(StudyView study, Surroundings around)
    {
        if (!study.Across.Any() && study.Content.Stabilities.Count == 0) return "<p>No models were compared with each other.</p>";
        var text = new StringBuilder();
        foreach (Configuration configuration in study.Configurations) Seeds(text, study, configuration);
        Exhibits(text, study, around);
        if (study.Across.Any(map => Configuration.Of(study.Model(map.A)) != Configuration.Of(study.Model(map.B))))
            text.Append(ModelMatrix.Html(study));
        return text.ToString();
    }

    private static void Seeds(StringBuilder text, StudyView study, Configuration configuration)
    {
        IReadOnlyList<ModelContent> models = study.ModelsOf(configuration);
        bool compared = models.Any(a => models.Any(b => a != b && study.Between(a, b) is not null));
        StabilityContent? stability = study.Content.Stabilities.FirstOrDefault(s => models.Any(model => s.Models.Contains(model.Name)));
        if (!compared && stability is null) return;
        text.Append(InvariantCulture, $"<h3>{Page.Html.Escape(study.Label(configuration))}, seed by seed</h3>");
        if (compared) Panels(text, study, models);
        if (stability is not null) Stability(text, study, stability);
    }

    private static void Panels(StringBuilder text, StudyView study, IReadOnlyList<ModelContent> models)
    {
        text.Append("<div class=\"scroll\"><table class=\"grid seeds\"><thead><tr><th></th>");
        foreach (ModelContent model in models)
            text.Append(InvariantCulture, $"<th scope=\"col\">{Page.Html.Escape(StudyView.SeedLabel(model))}</th>");
        text.Append("</tr></thead><tbody>");
        foreach (ModelContent row in models)
        {
            text.Append(InvariantCulture, $"<tr><th scope=\"row\">{Page.Html.Escape(StudyView.SeedLabel(row))}</th>");
            foreach (ModelContent column in models)
            {
                text.Append(InvariantCulture, $"<td data-column=\"{Page.Html.Escape(StudyView.SeedLabel(column))}\">");
                if (study.Between(row, column) is { } found)
                    text.Append(Thumbnail.Html(study, found.Comparison, found.Transposed, row == column ? "within" : ""));
                text.Append("</td>");
            }
            text.Append("</tr>");
        }
        text.Append("</tbody></table></div>\n");
    }

    private static void Stability(StringBuilder text, StudyView study, StabilityContent stability)
    {
        WindowStability found = stability.Stability;
        text.Append("<div class=\"pairs\">");
        foreach (LayerMap map in study.Shown<LayerMap>().Where(map => map.OfSeeds && stability.Models.SequenceEqual(map.Models)))
            text.Append(Thumbnail.Html(study, map, caption: map.Title));
        text.Append("</div>");
        string verdicts = string.Join(", ", found.Verdicts.Select(verdict => $"{verdict.Value} {verdict.Key}"));
        text.Append(InvariantCulture,
                $"<p>{found.WithWindow} of {found.Seeds} seeds have a large window of similar layers ({Page.Html.Escape(verdicts)})")
            .Append(found.Overlap is { } overlap
                ? $"; two such windows share {Format.Percent(overlap)} of the layers that either covers" : "")
            .Append(InvariantCulture, $". A cell of the map scatters over seeds by {Format.Unit(found.MeanSpread)} on average.</p>\n");
    }

    /// <summary>What analyses show of several models beside maps.</summary>
    private static void Exhibits(StringBuilder text, StudyView study, Surroundings around)
    {
        foreach (Exhibit exhibit in study.Content.Exhibits.Where(exhibit => exhibit.Models.Count != 1))
        {
            string? shown = exhibit switch
            {
                Chart chart => ChartHtml.Of(study.Worded(chart)),
                Table table => $"<details{(table.Rows.Count > MostInTable ? "" : " open")}><summary>{Page.Html.Escape(study.Label(table))}"
                    + $"</summary>{Sections.Table(study, table, around)}</details>",
                ImageStrip strip => ImageStripHtml.Of(study, strip),
                _ => null,
            };
            text.Append(shown);
        }
    }
}
