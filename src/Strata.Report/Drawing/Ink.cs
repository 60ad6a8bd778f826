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
        using SKFont font = Typefaces.For(text, size, bold);
        using var paint = new SKPaint { Color = colour ?? Text, IsAntialias = true };
        // Alignment by hand: the SVG canvas ignores it.
        float shift = align switch
        {
            SKTextAlign.Center => font.MeasureText(text) / 2,
            SKTextAlign.Right => font.MeasureText(text),
            _ => 0
        };
        canvas.DrawText(text, x - shift, y, SKTextAlign.Left, font, paint);
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
        using SKFont font = Typefaces.For(text, size, bold);
        return font.MeasureText(text);
    }

    /// <summary>The text, cut with an ellipsis where it is wider than there is room.</summary>
    public static string Fit(string text, float width, float size = Normal, bool bold = false)
    {
        if (Measure(text, size, bold) <= width) return text;
        int length = text.Length;
        while (length > 0 && Measure(text[..length] + "…", size, bold) > width) length--;
        return text[..length] + "…";
    }

    public static void Line(this SKCanvas canvas, float x0, float y0, float x1, float y1, SKColor? colour = null, float width = 1)
    {
        using var paint = new SKPaint { Color = colour ?? Axis, StrokeWidth = width, IsStroke = true, IsAntialias = true };
        canvas.DrawLine(x0, y0, x1, y1, paint);
    }

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
