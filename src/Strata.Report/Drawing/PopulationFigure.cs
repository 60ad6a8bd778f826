using SkiaSharp;
using Strata.Analysis.Populations;

namespace Strata.Report.Drawing;

/// <summary>Three panels side by side: examples, their differences, classes.</summary>
internal sealed class PopulationFigure(PopulationComparison comparison, PopulationLabels labels) : Figure
{
    private const float Side = 330, Left = 62, Right = 26, Top = 44, Bottom = 84, ClassNames = 96;

    /// <summary>The first two colours of the line charts: they differ to every eye.</summary>
    internal static SKColor Blue { get; } = new(0x00, 0x72, 0xb2);

    internal static SKColor Orange { get; } = new(0xd5, 0x5e, 0x00);

    public override SKSizeI Size { get; } = new((int)(3 * (Left + Side + Right) + ClassNames - Left), (int)(Top + Side + Bottom));

    public override void Draw(SKCanvas canvas)
    {
        SKRect Plot(int index) => SKRect.Create(index * (Left + Side + Right) + (index == 2 ? ClassNames : Left), Top, Side, Side);
        ScatterPanel.Draw(canvas, Plot(0), comparison.Accuracies, labels);
        DifferencePanel.Draw(canvas, Plot(1), comparison, labels);
        ClassPanel.Draw(canvas, Plot(2), comparison.ClassTests, labels);
    }

    internal static void Title(SKCanvas canvas, SKRect plot, string title)
        => canvas.Write(Ink.Fit(title, plot.Width, Ink.Large, true), plot.Left, plot.Top - 18, Ink.Large, bold: true);

    /// <summary>A dot and what it stands for, below a panel.</summary>
    internal static void Key(SKCanvas canvas, SKRect plot, int line, SKColor colour, string text)
    {
        float y = plot.Bottom + 58 + line * 18;
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawCircle(plot.Left + 6, y - 4, 4.5f, paint);
        canvas.Write(Ink.Fit(text, plot.Width - 16, Ink.Small), plot.Left + 18, y, Ink.Small);
    }
}
