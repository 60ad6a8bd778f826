using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>Figures from left to right, their tops level.</summary>
internal sealed class SideBySide(IReadOnlyList<Figure> figures) : Figure
{
    private const int Gap = 12;

    public override SKSizeI Size
        => new(figures.Sum(figure => figure.Size.Width) + Gap * (figures.Count - 1), figures.Max(figure => figure.Size.Height));

    public override void Draw(SKCanvas canvas)
    {
        float x = 0;
        foreach (Figure figure in figures)
        {
            canvas.Save();
            canvas.Translate(x, 0);
            figure.Draw(canvas);
            canvas.Restore();
            x += figure.Size.Width + Gap;
        }
    }
}
