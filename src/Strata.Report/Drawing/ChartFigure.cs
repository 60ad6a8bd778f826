using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>Line charts side by side.</summary>
internal sealed class ChartFigure : Figure
{
    private const float PlotWidth = 440, PlotHeight = 300, Left = 66, Right = 24, Bottom = 54, Top = 44, Legend = 20, Widest = 40,
        MeanWidth = 9;

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
        AxisRange x = AxisRange.Around(chart.Series.SelectMany(line => line.Points).Select(point => point.X).Concat(chart.XAlso),
            chart.XTicks, chart.LogarithmicX);
        IEnumerable<double> ends = chart.Series.SelectMany(line => line.Intervals)
            .SelectMany(interval => interval is var (low, high) ? new[] { low, high } : [])
            .Concat(chart.Series.SelectMany(line => line.Band).SelectMany(band => new[] { band.Low, band.High })).Concat(chart.YAlso);
        AxisRange y = AxisRange.Round(chart.Series.SelectMany(line => line.Points).Select(point => point.Y).Concat(ends), 5,
            chart.FromZero);
        if (chart.EqualScales)
        {
            double unit = Math.Max((x.High - x.Low) / plot.Width, (y.High - y.Low) / plot.Height);
            (x, y) = (x.Widened(unit * plot.Width), y.Widened(unit * plot.Height));
        }
        if (chart.Title is { Length: > 0 } title)
            canvas.Write(Ink.Fit(title, plot.Width, Ink.Large, true), plot.Left, 26, Ink.Large, bold: true);
        foreach (double tick in y.Ticks)
        {
            float at = plot.Bottom - plot.Height * (float)y.Place(tick);
            canvas.Line(plot.Left, at, plot.Right, at, Ink.Faint);
            canvas.Write(Number(tick), plot.Left - 8, at + 4.5f, Ink.Small, SKTextAlign.Right);
        }
        float free = float.NegativeInfinity;
        string[] labels = Ink.FitEach([.. x.Ticks.Select((tick, i) => chart.XTickLabels?[i] ?? Number(tick))],
            Math.Max(Widest, plot.Width / x.Ticks.Count), Ink.Small);
        foreach (var (index, tick) in x.Ticks.Index())
        {
            float at = plot.Left + plot.Width * (float)x.Place(tick);
            canvas.Line(at, plot.Bottom, at, plot.Bottom + 5);
            string label = labels[index];
            float width = Ink.Measure(label, Ink.Small);
            float from = Math.Max(Math.Min(at - width / 2, plot.Right + Right - 2 - width), plot.Left - Left + 2);
            // Where ticks are near each other, as at the small end of a logarithmic axis, not every one has its number.
            if (from < free) continue;
            canvas.Write(label, from, plot.Bottom + 18, Ink.Small);
            free = from + width + 6;
        }
        canvas.Line(plot.Left, plot.Bottom, plot.Right, plot.Bottom);
        canvas.Write(chart.XLabel, plot.MidX, plot.Bottom + 40, Ink.Normal, SKTextAlign.Center);
        canvas.WriteUpwards(chart.YLabel, plot.Left - 52, plot.MidY);
        SKPoint At(double across, double up)
            => new(plot.Left + plot.Width * (float)x.Place(across), plot.Bottom - plot.Height * (float)y.Place(up));
        string[] names = Names(chart);
        foreach (ChartSeries line in chart.Series)
        {
            int place = line.Colour ?? Array.IndexOf(names, line.Name);
            SKColor colour = Colour(place);
            DrawBand(canvas, [.. line.Points.Zip(line.Band, (point, band) => At(point.X, band.High)),
                .. line.Points.Zip(line.Band, (point, band) => At(point.X, band.Low)).Reverse()], colour);
            foreach (var (point, interval) in line.Points.Zip(line.Intervals))
                if (interval is var (low, high)) canvas.Line(At(point.X, low), At(point.X, high), colour);
            DrawLine(canvas, line, [.. line.Points.Select(point => double.IsFinite(point.X) && double.IsFinite(point.Y)
                ? At(point.X, point.Y) : (SKPoint?)null)], colour, place >= Colours.Length);
            if (SvgText.On(canvas) is { } svg)
                foreach (var (point, note) in line.Points.Zip(line.Notes)) svg.Note(At(point.X, point.Y), note);
        }
        foreach (var (place, name) in LegendPlaces(chart).Zip(names))
        {
            ChartSeries line = chart.Series.FirstOrDefault(line => line.Name == name && !line.Scattered)
                ?? chart.Series.First(line => line.Name == name);
            float left = plot.Left + place.X, middle = plot.Bottom + Bottom + place.Line * Legend + 4;
            int index = line.Colour ?? Array.IndexOf(names, name);
            DrawLine(canvas, line, line.Scattered ? [new SKPoint(left + 12, middle)]
                : [new SKPoint(left, middle), new SKPoint(left + 24, middle)], Colour(index), index >= Colours.Length);
            canvas.Write(Ink.Fit(name, PlotWidth - 34, Ink.Small), left + 31, middle + 4.5f, Ink.Small);
        }
    }

    private static void DrawBand(SKCanvas canvas, SKPoint[] outline, SKColor colour)
    {
        if (outline.Length == 0) return;
        using var paint = new SKPaint { Color = colour.WithAlpha(0x30), IsAntialias = true };
        using var path = new SKPath();
        path.AddPoly(outline);
        canvas.DrawPath(path, paint);
    }

    /// <summary>What the legend names: series of one name are one, in one colour.</summary>
    private static string[] Names(Chart chart) => [.. chart.Series.Select(line => line.Name).Distinct()];

    /// <param name="again">Whether another line has the same colour.</param>
    private static void DrawLine(SKCanvas canvas, ChartSeries line, SKPoint?[] points, SKColor colour, bool again = false)
    {
        using var dashes = line.Dashed ? SKPathEffect.CreateDash([5, 4], 0) : again ? SKPathEffect.CreateDash([9, 3, 2, 3], 0) : null;
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
        if (line.Marked && line.Scattered)
        {
            foreach (SKPoint? point in points)
                if (point is { } mean) canvas.Line(mean.X - MeanWidth, mean.Y, mean.X + MeanWidth, mean.Y, colour);
            return;
        }
        if (!line.Marked && !line.Scattered) return;
        using var dot = new SKPaint { Color = colour, IsAntialias = true, IsStroke = again, StrokeWidth = 1.5f };
        foreach (SKPoint? point in points)
            if (point is { } at) canvas.DrawCircle(at, 3.5f, dot);
    }

    /// <summary>Where the name of each line goes: one after another, on a new line where there is no room left.</summary>
    private static List<(float X, int Line)> LegendPlaces(Chart chart)
    {
        var places = new List<(float X, int Line)>();
        float x = 0;
        int line = 0;
        foreach (string name in Names(chart))
        {
            float width = 31 + Math.Min(Ink.Measure(name, Ink.Small), PlotWidth - 34) + 18;
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
