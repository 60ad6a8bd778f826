using System.Text;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>
/// What the first component does to a model's map: beside the similarity, what is left without the component, and the cosines of the
/// layers' components.
/// </summary>
internal static class MoreMaps
{
    public static string Html(StudyView study)
    {
        MapKind[] kinds = [.. new[] { MapKind.WithoutComponents,
            MapKind.ComponentCosines }.Where(kind => study.Content.Maps.Any(map => map.Kind == kind))];
        if (kinds.Length == 0) return "";
        var text =
            new StringBuilder(
                "<section id=\"components\">\n<h2>The first component</h2>\n<p class=\"lead\">Where a block is the work of one dominant "
                + "component, the cosines of the layers' first components resemble the similarity, and taking the component off takes "
                + "the block away.</p>\n");
        text.Append("<div class=\"scroll\"><table class=\"grid\"><thead><tr><th></th><th scope=\"col\">CKA</th>");
        foreach (MapKind kind in kinds)
        {
            string title = kind == MapKind.WithoutComponents
                ? MapWords.Suffix(study.Content.Maps.First(map => map.Kind == kind))[2..] : "cos² of PC1";
            text.Append(InvariantCulture, $"<th scope=\"col\">{Page.Html.Escape(title)}</th>");
        }
        text.Append("</tr></thead><tbody>\n");
        foreach (ModelContent model in study.Content.Models)
        {
            if (study.Within(model) is not { } within || !study.Content.Maps.Any(map => kinds.Contains(map.Kind) && map.A == model.Name))
                continue;
            text.Append(InvariantCulture, $"<tr><th scope=\"row\">{Page.Html.Escape(study.Label(model))}</th><td>")
                .Append(Thumbnail.Html(study, within))
                .Append("</td>");
            foreach (MapKind kind in kinds)
            {
                ComparisonContent? map = study.Content.Maps.FirstOrDefault(m => m.Kind == kind && m.A == model.Name);
                text.Append("<td>").Append(map is null ? "" : Thumbnail.Html(study, map)).Append("</td>");
            }
            text.Append("</tr>\n");
        }
        return text.Append("</tbody></table></div>\n</section>\n").ToString();
    }
}
