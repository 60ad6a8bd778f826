using System.Text;
using Strata.Report.Tables;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>Every model with every other as small maps, in the order of configurations; each opens the pair.</summary>
internal static class ModelMatrix
{
    /// <summary>More rows than these are folded away.</summary>
    private const int Many = 24;

    public static string Html(StudyView study)
    {
        ModelContent[] models = [.. study.Content.Models.Where(model => study.Across.Any(map => map.A == model.Name || map.B == model.Name))
            .Select(model => (Model: model, Configuration: Configuration.Of(model)))
            .OrderByDescending(m => m.Configuration.Trained).ThenBy(m => m.Configuration.Network, StringComparer.Ordinal)
            .ThenBy(m => m.Configuration.Depth).ThenBy(m => m.Configuration.Width).ThenByDescending(m => m.Configuration.Fraction.Value)
            .ThenBy(m => m.Model.Seed).Select(m => m.Model)];
        var text = new StringBuilder(models.Length > Many ? $"<details><summary>{models.Length} models with each other</summary>"
            : "<h3>Models with each other</h3>").Append("<p class=\"small\">Below each map its mean "
                + $"{Page.Html.Escape(StudyTables.MeasureOf(study))}. Columns have the rows' "
            + "numbers; the row's layers go up, the column's to the right.</p>"
            + "<div class=\"scroll\"><table class=\"matrix\"><thead><tr><th></th>");
        foreach (var (index, model) in models.Index())
            text.Append(InvariantCulture, $"<th scope=\"col\" title=\"{Page.Html.Escape(study.Label(model))}\">{index + 1}</th>");
        text.Append("</tr></thead><tbody>\n");
        foreach (var (index, row) in models.Index())
        {
            text.Append(InvariantCulture, $"<tr><th scope=\"row\">{index + 1} {Page.Html.Escape(study.Label(row))}</th>");
            foreach (ModelContent column in models)
                text.Append("<td>").Append(study.Between(row, column) is { } found
                    ? Thumbnail.Html(study, found.Comparison, found.Transposed, mini: true) : "").Append("</td>");
            text.Append("</tr>\n");
        }
        return text.Append("</tbody></table></div>").Append(models.Length > Many ? "</details>" : "").ToString();
    }
}
