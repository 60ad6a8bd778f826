using SkiaSharp;
using Strata.Analysis.Populations;

namespace Strata.Report.Drawing;

/// <summary>
/// Every example by the accuracy of both populations, and by that of two halves of A; equal ones share a dot, whose area is their number.
/// </summary>
internal static class ScatterPanel
{
    public static void Draw(SKCanvas canvas, SKRect plot, ExampleAccuracies examples, PopulationLabels labels)
    {
        PopulationFigure.Title(canvas, plot, "Accuracy on each example");
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
        Dots(canvas, plot, examples.AccuracyA, examples.AccuracyB, PopulationFigure.Blue);
        Dots(canvas, plot, examples.ControlA, examples.ControlB, PopulationFigure.Orange);
        PopulationFigure.Key(canvas, plot, 0, PopulationFigure.Blue, "the two populations; area: number of examples");
        PopulationFigure.Key(canvas, plot, 1, PopulationFigure.Orange, $"control: two halves of {labels.A}");
    }

    private static void Dots(SKCanvas canvas, SKRect plot, double[] x, double[] y, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour.WithAlpha(0x70), IsAntialias = true };
        foreach (var dot in x.Zip(y).CountBy(point => point))
            canvas.DrawCircle(Place(plot, dot.Key.First, dot.Key.Second), Math.Min(18, 1.6f * MathF.Sqrt(dot.Value)), paint);
    }

    /// <summary>With room for dots at the edges.</summary>
    private static SKPoint Place(SKRect plot, double x, double y)
    {
        const float Room = 20;
        return new(plot.Left + Room + (plot.Width - 2 * Room) * (float)(x / 100),
            plot.Bottom - Room - (plot.Height - 2 * Room) * (float)(y / 100));
    }
}
