using System.Text;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>What analyses show of single models: maps beside the similarity, a row for each, then charts, tables and images.</summary>
internal static class MoreMaps
{
    /// <summary>More charts than these are folded away.</summary>
    private const int ManyCharts = 8;

    public static bool Any(StudyView study) => Maps(study).Any() || Charts(study).Any() || Others(study).Any();

    public static string Html(StudyView study, Surroundings around)
    {
        if (!Any(study)) return "";
        var text = new StringBuilder("<section id=\"maps\">\n<h2>More of each model</h2>\n");
        if (Maps(study).Any()) Table(text, study);
        Chart[] charts = [.. Charts(study)];
        if (charts.Length > ManyCharts) text.Append(InvariantCulture, $"<details><summary>{charts.Length} charts</summary>");
        text.Append("<div class=\"charts\">");
        foreach (Chart chart in charts) text.Append(ChartHtml.Of(study.Worded(chart)));
        text.Append("</div>");
        if (charts.Length > ManyCharts) text.Append("</details>");
        foreach (Exhibit exhibit in Others(study)) text.Append(ExhibitHtml.Of(study, exhibit, around));
        return text.Append("</section>\n").ToString();
    }

    private static IEnumerable<LayerMap> Maps(StudyView study) => study.Shown<LayerMap>().Where(map => map.Matrix.Within && !map.OfSeeds);

    private static IEnumerable<Chart> Charts(StudyView study) => study.Shown<Chart>().Where(chart => chart.Models.Count == 1);

    private static IEnumerable<Exhibit> Others(StudyView study)
        => study.Content.Exhibits.Where(exhibit => exhibit is Strata.Report.Table or ImageStrip && exhibit.Models.Count == 1);

    private static void Table(StringBuilder text, StudyView study)
    {
        ILookup<string, LayerMap> byModel = Maps(study).ToLookup(map => map.A);
        LayerMap[] columns = [.. Maps(study).DistinctBy(map => map.Title)];
        text.Append("<div class=\"scroll\"><table class=\"grid\"><thead><tr><th></th><th scope=\"col\">CKA</th>");
        foreach (LayerMap map in columns)
            text.Append(InvariantCulture, $"<th scope=\"col\">{Page.Html.Escape(map.Title)}</th>");
        text.Append("</tr></thead><tbody>\n");
        foreach (ModelContent model in study.Content.Models.Where(model => byModel.Contains(model.Name)))
        {
            text.Append(InvariantCulture, $"<tr><th scope=\"row\">{Page.Html.Escape(study.Label(model))}</th><td data-column=\"CKA\">")
                .Append(study.Within(model) is { } within ? Thumbnail.Html(study, within) : "").Append("</td>");
            foreach (LayerMap column in columns)
                text.Append(InvariantCulture, $"<td data-column=\"{Page.Html.Escape(column.Title)}\">")
                    .Append(byModel[model.Name].FirstOrDefault(map => map.Title == column.Title) is { } map
                        ? Thumbnail.Html(study, map) : "")
                    .Append("</td>");
            text.Append("</tr>\n");
        }
        text.Append("</tbody></table></div>\n");
        foreach (LayerMap map in columns.Where(map => map.Says != ""))
            text.Append(InvariantCulture,
                $"<p class=\"small\">{Page.Html.Escape($"{ExhibitHtml.Sentence(map.Title)}: {map.Says}")}.</p>\n");
    }
}
