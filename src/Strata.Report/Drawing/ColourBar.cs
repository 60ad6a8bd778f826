using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>The key of the colours.</summary>
internal static class ColourBar
{
    public static void Draw(SKCanvas canvas, SKRect area, string measure = "CKA", double brightest = 1, bool reversed = false)
    {
        var steps = new double[256, 1];
        for (int i = 0; i < 256; i++) steps[i, 0] = i / 255.0;
        using SKImage image = Cells.Image(steps, 1, 1, reversed: reversed);
        canvas.DrawImage(image, area, new SKSamplingOptions(SKFilterMode.Nearest));
        canvas.Frame(area);
        for (int i = 0; i <= 5; i++)
        {
            float y = area.Bottom - area.Height * i / 5;
            canvas.Line(area.Right + 1, y, area.Right + 4, y);
            double value = brightest * i / 5;
            canvas.Write(brightest == 1 ? $"{value:0.0}" : $"{value:0.00}", area.Right + 7, y + 4.5f, Ink.Small);
        }
        canvas.WriteUpwards(measure, area.Right + (brightest == 1 ? 36 : 42), area.MidY);
    }
}
