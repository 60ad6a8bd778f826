namespace Strata.Report.Page;

/// <summary>A small map that opens the large one.</summary>
internal static class Thumbnail
{
    /// <param name="transposed">The first model's layers to the right instead of upwards.</param>
    /// <param name="caption">Two lines at most, divided by &lt;br&gt;.</param>
    /// <param name="mini">For a matrix of many.</param>
    public static string Html(StudyView study, LayerMap map, bool transposed = false, string caption = "",
        bool mini = false)
    {
        string mean = Format.Unit(map.Matrix.Mean), measure = map.Measure;
        string scale = map.Brightest < 1 ? $", colours to {map.Brightest:0.##}" : "";
        return
            $"<button type=\"button\" class=\"map{(mini ? " mini" : "")}\" data-map=\"{study.PlaceOf(map)}\""
            + $"{(transposed ? " data-transposed" : "")} "
            + $"aria-label=\"{Page.Html.Escape($"Open heatmap of {study.Label(map)}: mean {measure} {mean}")}\">"
            + $"<canvas class=\"thumbnail\" aria-hidden=\"true\"></canvas><span class=\"caption\">{Lines(caption)}{(mini ? "" : "mean ")}"
            + $"{Page.Html.Escape(mean)}{scale}</span></button>";
    }

    private static string Lines(string caption)
        => caption == "" ? "" : string.Join("<br>", caption.Split("<br>").Select(Page.Html.Escape)) + "<br>";
}
