using SkiaSharp;
using Strata.Similarity;

namespace Strata.Report.Drawing;

/// <summary>One heatmap with everything around it.</summary>
internal sealed class HeatmapFigure : Figure
{
    private const int Side = 540, SmallestCell = 2;
    private const float StripHeight = 36, StripGap = 6, StageHeight = 16;

    private readonly SimilarityMatrix _matrix;
    private readonly HeatmapOptions _options;
    private readonly LayerAxis _rows, _columns;
    private readonly int _cellHeight, _cellWidth;
    private readonly bool _hasUndefined;
    private readonly float _top, _bottom;

    public HeatmapFigure(SimilarityMatrix matrix, HeatmapOptions options)
    {
        int rows = matrix.Values.GetLength(0), columns = matrix.Values.GetLength(1);
        if (rows == 0 || columns == 0) throw new ArgumentException("the matrix has no entries", nameof(matrix));
        if (matrix.LayersA.Count != rows || matrix.LayersB.Count != columns)
            throw new ArgumentException(
                $"the matrix is {rows} × {columns}, its layers are {matrix.LayersA.Count} and {matrix.LayersB.Count}", nameof(matrix));
        if (options.Shares is { } shares && shares.Count != columns)
            throw new ArgumentException($"{shares.Count} shares for {columns} layers", nameof(options));
        if (options.Windows.FirstOrDefault(w => w.First < 0 || w.First > w.Last || w.Last >= columns) is { } window)
            throw new ArgumentException($"window {window.First}–{window.Last} is not within {columns} layers", nameof(options));
        if (options.Curves.SelectMany(strip => strip.Lines).FirstOrDefault(line => line.Values.Count != columns) is { } wrong)
            throw new ArgumentException($"{wrong.Values.Count} values of '{wrong.Name}' for {columns} layers", nameof(options));
        if (options.Path is { } path && (path.Count != rows || path.Any(match => match < 0 || match >= columns)))
            throw new ArgumentException($"the path of {path.Count} matches does not fit {rows} × {columns} layers", nameof(options));
        _matrix = matrix;
        _options = options;
        _rows = new LayerAxis(matrix.LayersA);
        _columns = new LayerAxis(matrix.LayersB);
        // Whole pixels per cell, and about the same side whatever the depth.
        _cellHeight = CellSize(rows);
        _cellWidth = CellSize(columns);
        _hasUndefined = matrix.Values.Cast<double>().Any(double.IsNaN);
        _top = (options.Title is null ? 14 : 40) + options.Windows.Count switch { 0 => 0, 1 => 26, _ => 40 };
        _bottom = (options.Shares is null ? 0 : StripHeight + StripGap) + options.Curves.Count * (CurvePlot.Height + StripGap) + 22
            + (_columns.Staged ? StageHeight + 4 : 0) + 22 + (_hasUndefined || options.Path is not null ? 24 : 0) + 8;
        float left = 46 + (_rows.Staged ? StageHeight + 4 : 0) + 8;
        Plot = SKRect.Create(left, _top, columns * _cellWidth / (float)Scale, rows * _cellHeight / (float)Scale);
        Size = new SKSizeI((int)MathF.Ceiling(Plot.Right + 84), (int)MathF.Ceiling(Plot.Bottom + _bottom));
    }

    public override SKSizeI Size { get; }

    /// <summary>Where the cells are, in units of the drawing.</summary>
    internal SKRect Plot { get; }

    public override void Draw(SKCanvas canvas)
    {
        if (_options.Title is { } title)
            canvas.Write(Ink.Fit(title, Size.Width - Plot.Left - 8, Ink.Large, true), Plot.Left, 25, Ink.Large, bold: true);
        DrawBrackets(canvas);
        using SKImage cells = Cells.Image(_matrix.Values, _cellHeight, _cellWidth, _options.Brightest, _options.IsDistance);
        canvas.DrawImage(cells, Plot, new SKSamplingOptions(SKFilterMode.Nearest));
        canvas.Frame(Plot);
        if (_options.Path is { } path) DrawPath(canvas, path);
        float y = Plot.Bottom;
        if (_options.Shares is { } shares)
        {
            ShareStrip.Draw(canvas, SKRect.Create(Plot.Left, y + StripGap, Plot.Width, StripHeight), shares, _options.DominantShare,
                labelled: true);
            y += StripGap + StripHeight;
        }
        foreach (LayerCurve strip in _options.Curves)
        {
            CurvePlot.Draw(canvas, SKRect.Create(Plot.Left, y + StripGap, Plot.Width, CurvePlot.Height), strip);
            y += StripGap + CurvePlot.Height;
        }
        y = DrawColumns(canvas, y);
        DrawRows(canvas);
        ColourBar.Draw(canvas, SKRect.Create(Plot.Right + 18, Plot.Top, 14, Plot.Height), _options.Measure, _options.Brightest,
            _options.IsDistance);
        if (_hasUndefined || _options.Path is not null) DrawLegend(canvas, y);
    }

    private float DrawColumns(SKCanvas canvas, float y)
    {
        float cell = Plot.Width / _columns.Count;
        foreach (int index in _columns.Ticks(cell, 42))
        {
            float x = Plot.Left + (index + 0.5f) * cell;
            canvas.Line(x, y + 1, x, y + 5);
            canvas.Write($"{index}", x, y + 17, Ink.Small, SKTextAlign.Center);
        }
        y += 22;
        if (_columns.Staged)
        {
            foreach (LayerSegment segment in _columns.Segments)
                DrawStage(canvas, segment.Label, segment.Start * cell, segment.End * cell,
                    (from, to) => SKRect.Create(Plot.Left + from, y, to - from, StageHeight), false);
            y += StageHeight + 4;
        }
        canvas.Write(_options.ColumnLabel, Plot.MidX, y + 14, Ink.Normal, SKTextAlign.Center);
        return y + 22;
    }

    private void DrawRows(SKCanvas canvas)
    {
        float cell = Plot.Height / _rows.Count, x = Plot.Left;
        foreach (int index in _rows.Ticks(cell, 30))
        {
            float y = Plot.Bottom - (index + 0.5f) * cell;
            canvas.Line(x - 5, y, x - 1, y);
            canvas.Write($"{index}", x - 8, y + 4.5f, Ink.Small, SKTextAlign.Right);
        }
        x -= 34;
        if (_rows.Staged)
        {
            x -= StageHeight;
            foreach (LayerSegment segment in _rows.Segments)
                DrawStage(canvas, segment.Label, segment.Start * cell, segment.End * cell,
                    (from, to) => SKRect.Create(x, Plot.Bottom - to, StageHeight, to - from), true);
            x -= 4;
        }
        canvas.WriteUpwards(_options.RowLabel, x - 8, Plot.MidY);
    }

    private static void DrawStage(SKCanvas canvas, string label, float from, float to, Func<float, float, SKRect> place, bool upwards)
    {
        // A white gap at each end marks the boundary.
        SKRect area = place(from + 0.75f, to - 0.75f);
        canvas.Fill(area, Ink.Faint);
        if (Ink.Measure(label, Ink.Small) > to - from - 4) return;
        if (upwards) canvas.WriteUpwards(label, area.MidX, area.MidY, Ink.Small);
        else canvas.Write(label, area.MidX, area.MidY + 4.2f, Ink.Small, SKTextAlign.Center);
    }

    /// <summary>
    /// A bracket above each window. The one that the verdict rests on stands out, with its label in the upper line; those of the others are
    /// below it, where there is room.
    /// </summary>
    private void DrawBrackets(SKCanvas canvas)
    {
        float cell = Plot.Width / _columns.Count, y = Plot.Top - 9;
        float free = float.NegativeInfinity;
        foreach (MarkedWindow window in _options.Windows.OrderBy(window => window.First))
        {
            SKColor colour = window.Rests ? Ink.Accent : Ink.Axis;
            float from = Plot.Left + window.First * cell + 1, to = Plot.Left + (window.Last + 1) * cell - 1;
            float width = window.Rests ? 2.5f : 1;
            canvas.Line(from, y, to, y, colour, width);
            canvas.Line(from, y - width / 2, from, y + 6, colour, width);
            canvas.Line(to, y - width / 2, to, y + 6, colour, width);
            string label = $"{(window.Rests ? "layers " : "")}{window.First}–{window.Last}";
            label = Ink.Fit(window.Label is { } words ? $"{label}: {words}" : label, Plot.Width, Ink.Small);
            float half = Ink.Measure(label, Ink.Small) / 2, middle = Math.Clamp((from + to) / 2, Plot.Left + half, Plot.Right - half);
            if (!window.Rests && middle - half < free) continue;
            if (!window.Rests) free = middle + half + 6;
            canvas.Write(label, middle, y - (window.Rests && _options.Windows.Count > 1 ? 20 : 6), Ink.Small, SKTextAlign.Center, colour);
        }
    }

    private void DrawPath(SKCanvas canvas, IReadOnlyList<int?> path)
    {
        float width = Plot.Width / _columns.Count, height = Plot.Height / _rows.Count;
        for (int row = 0; row < path.Count; row++)
            if (path[row] is { } column)
                DrawMatch(canvas, Plot.Left + (column + 0.5f) * width, Plot.Bottom - (row + 0.5f) * height,
                    Math.Clamp(Math.Min(width, height) * 0.4f, 1.4f, 3));
    }

    /// <summary>White in black, so that it shows on every colour of the map.</summary>
    private static void DrawMatch(SKCanvas canvas, float x, float y, float radius)
    {
        using var edge = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        using var dot = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.DrawCircle(x, y, radius + 0.9f, edge);
        canvas.DrawCircle(x, y, radius, dot);
    }

    private void DrawLegend(SKCanvas canvas, float y)
    {
        float x = Plot.Left;
        if (_hasUndefined)
        {
            canvas.Fill(SKRect.Create(x, y + 5, 14, 12), Magma.Undefined);
            canvas.Write("undefined", x + 20, y + 15.5f, Ink.Small);
            x += 100;
        }
        if (_options.Path is null) return;
        DrawMatch(canvas, x + 6, y + 11, 3);
        canvas.Write("best match of each row", x + 20, y + 15.5f, Ink.Small);
    }

    private static int CellSize(int layers) => Math.Max(SmallestCell, (int)Math.Round(Side * (double)Scale / layers));
}
