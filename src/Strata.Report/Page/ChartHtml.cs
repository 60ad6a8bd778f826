using Strata.Report.Drawing;

namespace Strata.Report.Page;

/// <summary>A chart on the page: the same drawing as in its file, in the colours of the page.</summary>
internal static class ChartHtml
{
    /// <param name="charts">Beside each other.</param>
    public static string Of(params IReadOnlyList<Chart> charts)
    {
        string says = charts[0].Says == "" ? "" : $"<figcaption>{Html.Escape(charts[0].Says)}</figcaption>";
        return $"<figure class=\"chart\">{InlineSvg.Of(new ChartFigure(charts), charts[0].Title)}{says}</figure>\n";
    }
}
