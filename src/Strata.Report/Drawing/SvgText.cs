using System.Runtime.CompilerServices;
using System.Security;
using System.Text;
using System.Xml;
using SkiaSharp;
using static System.Globalization.CultureInfo;

namespace Strata.Report.Drawing;

/// <summary>
/// The text of an SVG. Skia's canvas writes letter by letter, in places of its own font, and drops what that lacks; whole strings are laid
/// out by the viewer, in a font that it has.
/// </summary>
internal sealed class SvgText : IDisposable
{
    // A figure draws on any canvas; that this one is an SVG is known by the canvas alone.
    private static readonly ConditionalWeakTable<SKCanvas, SvgText> s_open = [];

    private readonly SKCanvas _canvas;
    private readonly StringBuilder _elements = new();

    public SvgText(SKCanvas canvas)
    {
        _canvas = canvas;
        s_open.Add(canvas, this);
    }

    /// <summary>What is written on an SVG; null for a bitmap.</summary>
    public static SvgText? On(SKCanvas canvas) => s_open.TryGetValue(canvas, out SvgText? text) ? text : null;

    /// <summary>The elements so far.</summary>
    public override string ToString() => _elements.ToString();

    /// <param name="width">In the figures' own font: a viewer that has another gives the words the same room.</param>
    public void Write(string text, float x, float y, float size, float width, SKTextAlign align, SKColor colour, bool bold, bool visible)
    {
        SKMatrix at = _canvas.TotalMatrix;
        SKPoint place = at.MapPoint(x, y);
        // The figures turn text by a quarter at most.
        double degrees = Math.Atan2(at.SkewY, at.ScaleX) * 180 / Math.PI;
        _elements.Append(InvariantCulture, $"<text x=\"{place.X:0.###}\" y=\"{place.Y:0.###}\" font-size=\"{size}\"")
            .Append(InvariantCulture, $" font-family=\"{Typefaces.Families}\"")
            .Append(InvariantCulture, $" fill=\"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}\"")
            .Append(InvariantCulture, $" textLength=\"{width:0.##}\" lengthAdjust=\"spacingAndGlyphs\"")
            .Append(visible ? "" : " fill-opacity=\"0\"")
            .Append(bold ? " font-weight=\"600\"" : "")
            .Append(align switch { SKTextAlign.Center => " text-anchor=\"middle\"", SKTextAlign.Right => " text-anchor=\"end\"", _ => "" })
            .Append(Math.Abs(degrees) < 1e-3 ? ""
                : string.Create(InvariantCulture, $" transform=\"rotate({degrees:0.###} {place.X:0.###} {place.Y:0.###})\""))
            .Append('>').Append(Escaped(text)).Append("</text>\n");
    }

    /// <summary>What a reader learns who points at a place.</summary>
    public void Note(SKPoint at, string text)
    {
        SKPoint place = _canvas.TotalMatrix.MapPoint(at);
        _elements.Append(InvariantCulture, $"<circle cx=\"{place.X:0.##}\" cy=\"{place.Y:0.##}\" r=\"7\" fill-opacity=\"0\">")
            .Append(InvariantCulture, $"<title>{Escaped(text)}</title></circle>\n");
    }

    public void Dispose() => s_open.Remove(_canvas);

    private static string Escaped(string text)
        => SecurityElement.Escape(string.Concat(text.EnumerateRunes()
            .Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\ufffd" : rune.ToString())));
}
