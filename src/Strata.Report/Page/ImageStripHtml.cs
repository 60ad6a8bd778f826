using System.Text;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Page;

/// <summary>Images beside each other, with a line or two below each.</summary>
internal static class ImageStripHtml
{
    public static string Of(StudyView study, ImageStrip strip)
    {
        if (strip.Images.Count == 0) return "";
        var text = new StringBuilder($"<h4>{Html.Escape(study.Label(strip))}</h4>");
        if (strip.Says != "") text.Append(InvariantCulture, $"<p class=\"small\">{Html.Escape(strip.Says)}</p>");
        text.Append("<div class=\"examples\">");
        foreach (ShownImage image in strip.Images)
        {
            string shown = image.Png is { } png
                ? $"<img class=\"example\" alt=\"{Html.Escape(image.Spoken)}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">"
                : "";
            text.Append(InvariantCulture,
                $"<figure>{shown}<figcaption>{string.Join("<br>", image.Caption.Select(Html.Escape))}</figcaption></figure>");
        }
        return text.Append("</div>").ToString();
    }
}
