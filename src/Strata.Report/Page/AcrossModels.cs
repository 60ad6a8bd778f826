using System.Text;
using Strata.Analysis;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>
/// Maps across models: seed by seed for each configuration, what analyses show of several, then every model with every other.
/// </summary>
internal static class AcrossModels
{
    private const int FewMaps = 12;

    public static string Html(StudyView study, Surroundings around)
    {
        var text = new StringBuilder();
        foreach (Configuration configuration in study.Configurations) Seeds(text, study, configuration);
        foreach (Exhibit exhibit in study.Content.Exhibits.Where(exhibit => exhibit.Models.Count != 1))
            text.Append(ExhibitHtml.Of(study, exhibit, around));
        Maps(text, study);
        if (study.Across.Any(map => Configuration.Of(study.Model(map.A)) != Configuration.Of(study.Model(map.B))))
            text.Append(ModelMatrix.Html(study));
        return text.Length > 0 ? text.ToString() : "<p>No models were compared with each other.</p>";
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

    /// <summary>Maps of pairs beside their similarity, where they are few; all of them can be chosen above.</summary>
    private static void Maps(StringBuilder text, StudyView study)
    {
        LayerMap[] maps = [.. study.Shown<LayerMap>().Where(map => !map.Matrix.Within && !map.IsSimilarity)];
        if (maps.Length is 0 or > FewMaps) return;
        foreach (var alike in maps.GroupBy(map => (map.Title, map.Says)))
        {
            text.Append(InvariantCulture, $"<h3>{Page.Html.Escape(ExhibitHtml.Sentence(alike.Key.Title))}</h3>");
            if (alike.Key.Says != "") text.Append(InvariantCulture, $"<p>{Page.Html.Escape(ExhibitHtml.Sentence(alike.Key.Says))}.</p>");
            text.Append("<div class=\"pairs\">");
            foreach (LayerMap map in alike) text.Append(Thumbnail.Html(study, map, caption: study.Label(map)));
            text.Append("</div>");
        }
    }
}
