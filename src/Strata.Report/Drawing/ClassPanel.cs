using SkiaSharp;
using Strata.Analysis.Populations;

namespace Strata.Report.Drawing;

/// <summary>
/// The difference of every class with its standard error; of many classes those that differ most, in the order of that.
/// </summary>
internal static class ClassPanel
{
    private const int Most = 20;

    public static void Draw(SKCanvas canvas, SKRect plot, IReadOnlyList<ClassTest> classes, PopulationLabels labels)
    {
        ClassTest[] tested = [.. classes.Where(c => c.Welch is not null)], shown = tested;
        if (shown.Length > Most)
            shown = [.. tested.OrderByDescending(c => Math.Abs(c.Welch!.Difference)).Take(Most)
                .OrderByDescending(c => c.Welch!.Difference)];
        PopulationFigure.Title(canvas, plot, shown.Length < tested.Length ? $"The {Most} classes that differ most, in points"
            : "Differences of the classes, in points");
        double Error(ClassTest c) => Math.Sqrt(c.Welch!.SemA * c.Welch.SemA + c.Welch.SemB * c.Welch.SemB);
        AxisRange axis = AxisRange.Round(shown.SelectMany(c => new[] { c.Welch!.Difference - Error(c), c.Welch.Difference + Error(c) })
            .Append(0), 5, fromZero: true);
        float X(double value) => plot.Left + plot.Width * (float)axis.Place(value);
        foreach (double tick in axis.Ticks)
        {
            canvas.Line(X(tick), plot.Top, X(tick), plot.Bottom, tick == 0 ? Ink.Axis : Ink.Faint);
            canvas.Write($"{Math.Round(tick, 6):+0.##;−0.##;0}", X(tick), plot.Bottom + 18, Ink.Small, SKTextAlign.Center);
        }
        float row = plot.Height / Math.Max(1, shown.Length), size = Math.Clamp(row * 0.8f, 8, Ink.Small);
        foreach (var (index, c) in shown.Index())
        {
            float y = plot.Top + (index + 0.5f) * row;
            string name = c.Class < labels.Classes.Count ? labels.Classes[c.Class] : $"class {c.Class}";
            canvas.Write(Ink.Fit(name, 84, size), plot.Left - 8, y + size * 0.36f, size, SKTextAlign.Right);
            SKColor colour = c.PHolmSidak < ClassSummary.Level ? PopulationFigure.Blue : Ink.Axis;
            canvas.Line(X(c.Welch!.Difference - Error(c)), y, X(c.Welch.Difference + Error(c)), y, colour, 2);
            using var dot = new SKPaint { Color = colour, IsAntialias = true };
            canvas.DrawCircle(X(c.Welch.Difference), y, Math.Min(4.5f, row * 0.4f), dot);
        }
        canvas.Line(plot.Left, plot.Bottom, plot.Right, plot.Bottom);
        PopulationFigure.Ends(canvas, plot, labels);
        PopulationFigure.Key(canvas, plot, 0, PopulationFigure.Blue, "p < .05 after Holm–Šidák; bars: standard errors");
        PopulationFigure.Key(canvas, plot, 1, Ink.Axis, "other classes");
    }
}
