using Strata.Report.Drawing;

namespace Strata.Report.Page;

/// <summary>A figure inside the page, where the page's style gives it the colours of its theme.</summary>
internal static class InlineSvg
{
    /// <param name="spoken">What a reader who does not see it is told.</param>
    public static string Of(Figure figure, string spoken)
    {
        string svg = figure.Svg();
        int start = svg.IndexOf("<svg", StringComparison.Ordinal) + 4;
        return $"<svg class=\"drawing\" role=\"img\" aria-label=\"{Html.Escape(spoken)}\" "
            + $"viewBox=\"0 0 {figure.Size.Width} {figure.Size.Height}\"{svg[start..]}";
    }
}
