using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>Text and lines in the figures' own hand, on a bitmap or an SVG alike.</summary>
internal static class Ink
{
    public const float Small = 12, Normal = 13, Large = 16;

    public static SKColor Text { get; } = new(0x22, 0x22, 0x22);
    public static SKColor Axis { get; } = new(0x55, 0x55, 0x55);
    public static SKColor Faint { get; } = new(0xdd, 0xdd, 0xdd);
    public static SKColor Accent { get; } = new(0x1b, 0x6c, 0xa8);

    /// <summary>Writes one line with its baseline at y.</summary>
    public static void Write(this SKCanvas canvas, string text, float x, float y, float size = Normal, SKTextAlign align = SKTextAlign.Left,
        SKColor? colour = null, bool bold = false)
    {
        using var line = new ShapedLine(text, size, bold);
        using var paint = new SKPaint { Color = colour ?? Text, IsAntialias = true };
        float left = x - align switch { SKTextAlign.Center => line.Width / 2, SKTextAlign.Right => line.Width, _ => 0 };
        if (SvgText.On(canvas) is not { } svg)
        {
            line.Draw(canvas, left, y, paint);
            return;
        }
        // A viewer without a font for it would show boxes: then the text is there to be found, and shapes are there to be seen.
        svg.Write(text, x, y, size, line.Width, align, paint.Color, bold, visible: !line.IsLastResort);
        if (line.IsLastResort) line.DrawOutlines(canvas, left, y, paint);
    }

    /// <summary>Writes one line upwards, centred on (x, y).</summary>
    public static void WriteUpwards(this SKCanvas canvas, string text, float x, float y, float size = Normal, SKColor? colour = null)
    {
        canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(-90);
        canvas.Write(text, 0, size * 0.36f, size, SKTextAlign.Center, colour);
        canvas.Restore();
    }

    public static float Measure(string text, float size = Normal, bool bold = false)
    {
        using var line = new ShapedLine(text, size, bold);
        return line.Width;
    }

    /// <summary>The text, cut with an ellipsis where it is wider than there is room.</summary>
    public static string Fit(string text, float width, float size = Normal, bool bold = false)
    {
        if (Measure(text, size, bold) <= width) return text;
        // Cut between characters, never within one.
        List<string> kept = [.. TextRun.Elements(text)];
        while (kept.Count > 0 && Measure(string.Concat(kept) + "…", size, bold) > width) kept.RemoveAt(kept.Count - 1);
        return string.Concat(kept) + "…";
    }

    /// <summary>
    /// Texts beside each other, each cut where it is wider than there is room: in its middle where cuts of the ends would be equal, as of
    /// names that differ in their last letters.
    /// </summary>
    public static string[] FitEach(IReadOnlyList<string> texts, float width, float size = Normal)
    {
        string[] fitted = [.. texts.Select(text => Fit(text, width, size))];
        var alike = fitted.Index().GroupBy(one => one.Item).Where(same => same.Select(one => texts[one.Index]).Distinct().Count() > 1);
        foreach (int index in alike.SelectMany(same => same.Select(one => one.Index)).ToArray())
        {
            List<string> start = [.. TextRun.Elements(texts[index])], end = [.. start.Skip(start.Count / 2)];
            start.RemoveRange(start.Count - end.Count, end.Count);
            while (end.Count > 1 && Measure(string.Concat([.. start, "…", .. end]), size) > width)
                if (start.Count > end.Count / 2) start.RemoveAt(start.Count - 1);
                else end.RemoveAt(0);
            fitted[index] = string.Concat([.. start, "…", .. end]);
        }
        return fitted;
    }

    public static void Line(this SKCanvas canvas, float x0, float y0, float x1, float y1, SKColor? colour = null, float width = 1)
    {
        using var paint = new SKPaint { Color = colour ?? Axis, StrokeWidth = width, IsStroke = true, IsAntialias = true };
        canvas.DrawLine(x0, y0, x1, y1, paint);
    }

    public static void Line(this SKCanvas canvas, SKPoint from, SKPoint to, SKColor colour)
        => canvas.Line(from.X, from.Y, to.X, to.Y, colour, 1.25f);

    public static void Fill(this SKCanvas canvas, SKRect area, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour };
        canvas.DrawRect(area, paint);
    }

    /// <summary>A frame just outside the area, so that it hides none of it.</summary>
    public static void Frame(this SKCanvas canvas, SKRect area, SKColor? colour = null)
    {
        using var paint = new SKPaint { Color = colour ?? Axis, IsStroke = true, StrokeWidth = 1 };
        canvas.DrawRect(SKRect.Inflate(area, 0.5f, 0.5f), paint);
    }
}
