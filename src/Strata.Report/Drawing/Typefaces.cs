using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>
/// The typefaces of the figures. Compute nodes and containers often have no fonts at all, and there SkiaSharp would draw no text; so
/// the figures bring their own (Latin and Greek of Open Sans) and ask the system only for letters that these lack.
/// </summary>
internal static class Typefaces
{
    /// <summary>What a viewer of the SVG may use in its place.</summary>
    public const string Families = "Open Sans, Segoe UI, Helvetica, Arial, sans-serif";

    public static SKTypeface Regular { get; } = Load("OpenSans-Regular.ttf");
    public static SKTypeface Semibold { get; } = Load("OpenSans-Semibold.ttf");

    /// <summary>A font in which the text can be drawn.</summary>
    public static SKFont For(string text, float size, bool bold)
    {
        SKTypeface own = bold ? Semibold : Regular;
        SKTypeface face = own;
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            if (own.ContainsGlyph(rune.Value)) continue;
            face = SKFontManager.Default.MatchCharacter(rune.Value) ?? own;
            break;
        }
        return new SKFont(face, size) { Subpixel = true, Edging = SKFontEdging.Antialias, Hinting = SKFontHinting.None };
    }

    private static SKTypeface Load(string name)
    {
        using Stream file = Resources.Open(name);
        return SKTypeface.FromStream(file);
    }
}
