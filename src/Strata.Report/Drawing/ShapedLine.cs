using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace Strata.Report.Drawing;

/// <summary>
/// A line of text as glyphs: its runs beside each other, those of other scripts shaped by HarfBuzz, which joins Arabic letters and stacks
/// Indic ones.
/// </summary>
internal sealed class ShapedLine : IDisposable
{
    private readonly List<(SKFont Font, ushort[] Glyphs, SKPoint[] Places)> _runs = [];

    public ShapedLine(string text, float size, bool bold)
    {
        foreach (TextRun run in TextRun.Of(text, bold))
        {
            SKFont font = Typefaces.Font(run.Face, size);
            (ushort[] glyphs, SKPoint[] places, float width) = Typefaces.IsOwn(run.Face) ? Plain(run.Text, font) : Shaped(run.Text, font);
            _runs.Add((font, glyphs, [.. places.Select(place => new SKPoint(place.X + Width, place.Y))]));
            Width += width;
            IsLastResort |= Typefaces.IsLastResort(run.Face);
        }
    }

    public float Width { get; }

    /// <summary>Whether this machine has no font for some of it, as others may have none.</summary>
    public bool IsLastResort { get; }

    /// <param name="x">Its left end.</param>
    /// <param name="y">Its baseline.</param>
    public void Draw(SKCanvas canvas, float x, float y, SKPaint paint)
    {
        foreach ((SKFont font, ushort[] glyphs, SKPoint[] places) in _runs)
        {
            using var builder = new SKTextBlobBuilder();
            builder.AddPositionedRun(glyphs, font, places);
            using SKTextBlob? blob = builder.Build();
            if (blob is not null) canvas.DrawText(blob, x, y, paint);
        }
    }

    /// <summary>The same as shapes, which need no font.</summary>
    public void DrawOutlines(SKCanvas canvas, float x, float y, SKPaint paint)
    {
        using var outlines = new SKPath();
        foreach ((SKFont font, ushort[] glyphs, SKPoint[] places) in _runs)
            for (int i = 0; i < glyphs.Length; i++)
            {
                using SKPath? glyph = font.GetGlyphPath(glyphs[i]);
                if (glyph is not null) outlines.AddPath(glyph, x + places[i].X, y + places[i].Y);
            }
        canvas.DrawPath(outlines, paint);
    }

    public void Dispose()
    {
        foreach ((SKFont font, _, _) in _runs) font.Dispose();
    }

    private static (ushort[] Glyphs, SKPoint[] Places, float Width) Plain(string text, SKFont font)
    {
        ushort[] glyphs = font.GetGlyphs(text);
        return (glyphs, font.GetGlyphPositions(glyphs), font.MeasureText(text));
    }

    private static (ushort[] Glyphs, SKPoint[] Places, float Width) Shaped(string text, SKFont font)
    {
        using var shaper = new SKShaper(font.Typeface);
        SKShaper.Result shaped = shaper.Shape(text, font);
        return ([.. shaped.Codepoints.Select(glyph => (ushort)glyph)], shaped.Points, shaped.Width);
    }
}
