using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>
/// PC1's share of variance per layer as bars below a heatmap, from 0 to 1, with a line where a component begins to dominate.
/// </summary>
internal static class ShareStrip
{
    private static SKColor Bar { get; } = new(0x3b, 0x8e, 0xa5);

    public static void Draw(SKCanvas canvas, SKRect area, IReadOnlyList<double> shares, double dominant, bool labelled)
    {
        float cell = area.Width / shares.Count;
        for (int i = 0; i < shares.Count; i++)
        {
            bool undefined = double.IsNaN(shares[i]);
            float height = undefined ? area.Height : area.Height * (float)Math.Clamp(shares[i], 0, 1);
            canvas.Fill(SKRect.Create(area.Left + i * cell, area.Bottom - height, cell, height), undefined ? Magma.Undefined : Bar);
        }
        float middle = area.Bottom - area.Height * (float)dominant;
        using var dashes = SKPathEffect.CreateDash([4, 3], 0);
        using var paint = new SKPaint { Color = Ink.Text, IsStroke = true, StrokeWidth = 0.75f, PathEffect = dashes, IsAntialias = true };
        canvas.DrawLine(area.Left, middle, area.Right, middle, paint);
        canvas.Frame(area, Ink.Faint);
        if (!labelled) return;
        canvas.Write("PC1", area.Left - 8, area.MidY, Ink.Small, SKTextAlign.Right, Bar);
        canvas.Write("share", area.Left - 8, area.MidY + 13, Ink.Small, SKTextAlign.Right, Bar);
        canvas.Write("1", area.Right + 5, area.Top + 9, Ink.Small - 1, colour: Ink.Axis);
        canvas.Write("0", area.Right + 5, area.Bottom, Ink.Small - 1, colour: Ink.Axis);
    }
}
