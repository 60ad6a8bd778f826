using SkiaSharp;
using Strata.Analysis.Populations;

namespace Strata.Report.Drawing;

/// <summary>Four panels: accuracies of examples and of classes beside their controls, and the differences of both.</summary>
internal sealed class PopulationFigure(PopulationComparison comparison, PopulationLabels labels) : Figure
{
    private const float Side = 330, Left = 62, ClassNames = 96, Right = 26, Top = 44, Bottom = 102;

    /// <summary>The first colours of the line charts: they differ to every eye.</summary>
    internal static SKColor Blue { get; } = new(0x00, 0x72, 0xb2);

    internal static SKColor Orange { get; } = new(0xd5, 0x5e, 0x00);

    internal static SKColor Green { get; } = new(0x00, 0x9e, 0x73);

    public override SKSizeI Size { get; } = new((int)(Left + ClassNames + 2 * (Side + Right)), (int)(2 * (Top + Side + Bottom)));

    public override void Draw(SKCanvas canvas)
    {
        SKRect Plot(int row, int column)
            => SKRect.Create(column == 0 ? Left : Left + Side + Right + ClassNames, Top + row * (Top + Side + Bottom), Side, Side);
        ExampleAccuracies examples = comparison.Accuracies;
        ScatterPanel.Draw(canvas, Plot(0, 0), "Accuracy on each example", labels, 1.6f,
        [
            ([.. examples.AccuracyA.Zip(examples.AccuracyB)], Blue, "the two populations; area: number of examples"),
            .. Controls([.. examples.ControlA.Zip(examples.ControlB)], [.. examples.FirstHalfB.Zip(examples.SecondHalfB)]),
        ]);
        ClassTest[] classes = [.. comparison.ClassTests.Where(c => c.Welch is not null && c.Halves is not null)];
        ScatterPanel.Draw(canvas, Plot(0, 1), "Accuracy on each class", labels, 3.2f,
        [
            ([.. classes.Select(c => (c.Welch!.MeanA, c.Welch.MeanB))], Blue, "the two populations"),
            .. Controls([.. classes.Select(c => (c.Halves!.FirstA, c.Halves.SecondA))],
                [.. classes.Select(c => (c.Halves!.FirstB, c.Halves.SecondB))]),
        ]);
        DifferencePanel.Draw(canvas, Plot(1, 0), comparison, labels);
        ClassPanel.Draw(canvas, Plot(1, 1), comparison.ClassTests, labels);
    }

    private (IReadOnlyList<(double, double)>, SKColor, string)[] Controls((double, double)[] halvesA, (double, double)[] halvesB)
        => [(halvesA, Orange, $"control: two halves of {labels.A}"), (halvesB, Green, $"control: two halves of {labels.B}")];

    internal static void Title(SKCanvas canvas, SKRect plot, string title)
        => canvas.Write(Ink.Fit(title, plot.Width, Ink.Large, true), plot.Left, plot.Top - 18, Ink.Large, bold: true);

    /// <summary>Below an axis of differences, who is ahead at which end.</summary>
    internal static void Ends(SKCanvas canvas, SKRect plot, PopulationLabels labels)
    {
        const string Ahead = " ahead";
        const float Gap = 12;
        string[] names = Ink.FitEach([labels.B, labels.A], (plot.Width - Gap) / 2 - Ink.Measure(Ahead));
        canvas.Write(names[0] + Ahead, plot.Left, plot.Bottom + 36);
        canvas.Write(names[1] + Ahead, plot.Right, plot.Bottom + 36, align: SKTextAlign.Right);
    }

    /// <summary>A dot and what it stands for, below a panel.</summary>
    internal static void Key(SKCanvas canvas, SKRect plot, int line, SKColor colour, string text)
    {
        float y = plot.Bottom + 58 + line * 18;
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawCircle(plot.Left + 6, y - 4, 4.5f, paint);
        canvas.Write(Ink.Fit(text, plot.Width - 16, Ink.Small), plot.Left + 18, y, Ink.Small);
    }
}
