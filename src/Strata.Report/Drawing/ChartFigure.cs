using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>Line charts side by side.</summary>
internal sealed class ChartFigure : Figure
{
    private const float PlotWidth = 440, PlotHeight = 300, Left = 66, Right = 24, Bottom = 54, Top = 44, Legend = 20;

    /// <summary>
    /// Colours that people with any colour vision tell apart (M. Okabe, K. Ito), without their yellow, which is faint on white.
    /// </summary>
    private static readonly SKColor[] Colours = [.. "0072B2 D55E00 009E73 CC79A7 E69F00 56B4E9 444444".Split(' ').Select(SKColor.Parse)];

    /// <summary>A colour by its index; they repeat.</summary>
    public static SKColor Colour(int index) => Colours[index % Colours.Length];

    private readonly IReadOnlyList<Chart> _charts;
    private readonly int _legendLines;

    public ChartFigure(IReadOnlyList<Chart> charts)
    {
        if (charts.Count == 0 || charts.Any(chart => chart.Series.Count == 0))
            throw new ArgumentException("a chart has no series", nameof(charts));
        _charts = charts;
        _legendLines = charts.Max(chart => LegendPlaces(chart).Max(place => place.Line) + 1);
        Size = new SKSizeI((int)(charts.Count * (Left + PlotWidth + Right)), (int)(Top + PlotHeight + Bottom + _legendLines * Legend + 6));
    }

    public override SKSizeI Size { get; }

    public override void Draw(SKCanvas canvas)
    {
        for (int i = 0; i < _charts.Count; i++)
            Draw(canvas, _charts[i], SKRect.Create(i * (Left + PlotWidth + Right) + Left, Top, PlotWidth, PlotHeight));
    }

    private static void Draw(SKCanvas canvas, Chart chart, SKRect plot)
    {
        AxisRange x = AxisRange.Around(chart.Series.SelectMany(line => line.Points).Select(point => point.X), chart.XTicks,
            chart.LogarithmicX);
        AxisRange y = AxisRange.Round(chart.Series.SelectMany(line => line.Points).Select(point => point.Y), 5, chart.FromZero);
        if (chart.EqualScales)
        {
            double unit = Math.Max((x.High - x.Low) / plot.Width, (y.High - y.Low) / plot.Height);
            (x, y) = (x.Widened(unit * plot.Width), y.Widened(unit * plot.Height));
        }
        if (chart.Title is { } title) canvas.Write(Ink.Fit(title, plot.Width, Ink.Large, true), plot.Left, 26, Ink.Large, bold: true);
        foreach (double tick in y.Ticks)
        {
            float at = plot.Bottom - plot.Height * (float)y.Place(tick);
            canvas.Line(plot.Left, at, plot.Right, at, Ink.Faint);
            canvas.Write(Number(tick), plot.Left - 8, at + 4.5f, Ink.Small, SKTextAlign.Right);
        }
        foreach (double tick in x.Ticks)
        {
            float at = plot.Left + plot.Width * (float)x.Place(tick);
            canvas.Line(at, plot.Bottom, at, plot.Bottom + 5);
            canvas.Write(Number(tick), at, plot.Bottom + 18, Ink.Small, SKTextAlign.Center);
        }
        canvas.Line(plot.Left, plot.Bottom, plot.Right, plot.Bottom);
        canvas.Write(chart.XLabel, plot.MidX, plot.Bottom + 40, Ink.Normal, SKTextAlign.Center);
        canvas.WriteUpwards(chart.YLabel, plot.Left - 52, plot.MidY);
        var places = LegendPlaces(chart);
        for (int i = 0; i < chart.Series.Count; i++)
        {
            ChartSeries line = chart.Series[i];
            SKColor colour = Colour(line.Colour ?? i);
            SKPoint At((double X, double Y) point)
                => new(plot.Left + plot.Width * (float)x.Place(point.X), plot.Bottom - plot.Height * (float)y.Place(point.Y));
            DrawLine(canvas, line,
                [.. line.Points.Select(point => double.IsFinite(point.X) && double.IsFinite(point.Y) ? At(point) : (SKPoint?)null)],
                colour);
            float left = plot.Left + places[i].X, middle = plot.Bottom + Bottom + places[i].Line * Legend + 4;
            DrawLine(canvas, line, line.Scattered ? [new SKPoint(left + 12, middle)]
                : [new SKPoint(left, middle), new SKPoint(left + 24, middle)], colour);
            canvas.Write(Ink.Fit(line.Name, PlotWidth - 34, Ink.Small), left + 31, middle + 4.5f, Ink.Small);
        }
    }

    private static void DrawLine(SKCanvas canvas, ChartSeries line, SKPoint?[] points, SKColor colour)
    {
        using var dashes = line.Dashed ? SKPathEffect.CreateDash([5, 4], 0) : null;
        using var paint = new SKPaint
        {
            Color = colour,
            IsStroke = true,
            StrokeWidth = 1.75f,
            StrokeJoin = SKStrokeJoin.Round,
            PathEffect = dashes,
            IsAntialias = true
        };
        using var path = new SKPath();
        for (int i = 0; i < points.Length; i++)
        {
            if (points[i] is not { } point) continue;
            if (i > 0 && points[i - 1] is not null) path.LineTo(point);
            else path.MoveTo(point);
        }
        if (!line.Scattered) canvas.DrawPath(path, paint);
        if (!line.Marked && !line.Scattered) return;
        using var dot = new SKPaint { Color = colour, IsAntialias = true };
        foreach (SKPoint? point in points)
            if (point is { } at) canvas.DrawCircle(at, 3.5f, dot);
    }

    /// <summary>Where the name of each line goes: one after another, on a new line where there is no room left.</summary>
    private static List<(float X, int Line)> LegendPlaces(Chart chart)
    {
        var places = new List<(float X, int Line)>();
        float x = 0;
        int line = 0;
        foreach (ChartSeries series in chart.Series)
        {
            float width = 31 + Math.Min(Ink.Measure(series.Name, Ink.Small), PlotWidth - 34) + 18;
            if (x > 0 && x + width > PlotWidth + Right)
            {
                x = 0;
                line++;
            }
            places.Add((x, line));
            x += width;
        }
        return places;
    }

    private static string Number(double value) => $"{Math.Round(value, 10):0.######}";
}
