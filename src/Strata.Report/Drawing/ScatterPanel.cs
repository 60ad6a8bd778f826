using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>Pairs of accuracies in percent; equal ones share a dot, whose area is their number.</summary>
internal static class ScatterPanel
{
    /// <param name="size">Radius of a single pair's dot.</param>
    /// <param name="clouds">Each with its colour and what the key says of it; later ones lie above.</param>
    public static void Draw(SKCanvas canvas, SKRect plot, string title, PopulationLabels labels, float size,
        IReadOnlyList<(IReadOnlyList<(double X, double Y)> Points, SKColor Colour, string Says)> clouds)
    {
        PopulationFigure.Title(canvas, plot, title);
        foreach (int tick in new[] { 0, 25, 50, 75, 100 })
        {
            SKPoint at = Place(plot, tick, tick);
            canvas.Line(plot.Left, at.Y, plot.Right, at.Y, Ink.Faint);
            canvas.Write($"{tick}", plot.Left - 8, at.Y + 4.5f, Ink.Small, SKTextAlign.Right);
            canvas.Line(at.X, plot.Bottom, at.X, plot.Bottom + 5);
            canvas.Write($"{tick}", at.X, plot.Bottom + 18, Ink.Small, SKTextAlign.Center);
        }
        SKPoint low = Place(plot, 0, 0), high = Place(plot, 100, 100);
        canvas.Line(low.X, low.Y, high.X, high.Y, Ink.Axis);
        canvas.Frame(plot, Ink.Faint);
        canvas.Write(Ink.Fit($"{labels.A}, % right", plot.Width), plot.MidX, plot.Bottom + 36, Ink.Normal, SKTextAlign.Center);
        canvas.WriteUpwards(Ink.Fit($"{labels.B}, % right", plot.Height), plot.Left - 46, plot.MidY);
        foreach (var (line, cloud) in clouds.Index())
        {
            using var paint = new SKPaint { Color = cloud.Colour.WithAlpha(0x70), IsAntialias = true };
            foreach (var dot in cloud.Points.CountBy(point => point))
                canvas.DrawCircle(Place(plot, dot.Key.X, dot.Key.Y), Math.Min(18, size * MathF.Sqrt(dot.Value)), paint);
            PopulationFigure.Key(canvas, plot, line, cloud.Colour, cloud.Says);
        }
    }

    /// <summary>With room for dots at the edges.</summary>
    private static SKPoint Place(SKRect plot, double x, double y)
    {
        const float Room = 20;
        return new(plot.Left + Room + (plot.Width - 2 * Room) * (float)(x / 100),
            plot.Bottom - Room - (plot.Height - 2 * Room) * (float)(y / 100));
    }
}
