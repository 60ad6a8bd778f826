using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>Heatmaps in rows and columns with one colour bar.</summary>
internal sealed class HeatmapGridFigure : Figure
{
    private const int SmallestSide = 150, LargestSide = 300;
    private const float Gap = 18, StageHeight = 5, StripHeight = 16;

    private readonly HeatmapGrid _grid;
    private readonly int _side;
    private readonly float _left, _top, _rowHeight;
    private readonly bool _shares, _captions, _undefined;

    public HeatmapGridFigure(HeatmapGrid grid)
    {
        int rows = grid.Panels.GetLength(0), columns = grid.Panels.GetLength(1);
        if (rows == 0 || columns == 0) throw new ArgumentException("the grid has no panels", nameof(grid));
        if (grid.Rows.Count != rows || grid.Columns.Count != columns)
            throw new ArgumentException($"the grid is {rows} × {columns}, its labels are {grid.Rows.Count} and {grid.Columns.Count}",
                nameof(grid));
        HeatmapPanel[] panels = [.. grid.Panels.Cast<HeatmapPanel?>().OfType<HeatmapPanel>()];
        _grid = grid;
        int[] depths = [.. panels.SelectMany(panel => new[] { panel.Matrix.LayersA.Count, panel.Matrix.LayersB.Count })];
        _side = Math.Clamp(depths.DefaultIfEmpty().Max(), SmallestSide, LargestSide);
        _shares = panels.Any(panel => panel.Shares is not null);
        _captions = panels.Any(panel => panel.Caption is not null);
        _undefined = panels.Any(panel => panel.Matrix.Values.Cast<double>().Any(double.IsNaN));
        _left = 20 + (grid.RowTitle is null ? 0 : 22) + grid.Rows.Max(label => Ink.Measure(label, bold: true)) + 14;
        _top = (grid.Title is null ? 10 : 42) + (grid.ColumnTitle is null ? 0 : 22) + 24;
        _rowHeight = _side + StageHeight + 3 + (_shares ? StripHeight + 4 : 0) + (_captions ? 20 : 0) + Gap;
        Size = new SKSizeI((int)MathF.Ceiling(_left + columns * (_side + Gap) + 70),
            (int)MathF.Ceiling(_top + rows * _rowHeight + (_undefined ? 24 : 6)));
    }

    public override SKSizeI Size { get; }

    public override void Draw(SKCanvas canvas)
    {
        float right = _left + _grid.Columns.Count * (_side + Gap) - Gap, bottom = _top + _grid.Rows.Count * _rowHeight - Gap;
        if (_grid.Title is { } title) canvas.Write(Ink.Fit(title, Size.Width - 40, Ink.Large, true), 20, 27, Ink.Large, bold: true);
        if (_grid.ColumnTitle is { } columnTitle) canvas.Write(columnTitle, (_left + right) / 2, _top - 30, Ink.Normal, SKTextAlign.Center);
        if (_grid.RowTitle is { } rowTitle) canvas.WriteUpwards(rowTitle, 24, (_top + bottom) / 2);
        for (int column = 0; column < _grid.Columns.Count; column++)
            canvas.Write(Ink.Fit(_grid.Columns[column], _side, Ink.Normal, true), _left + column * (_side + Gap) + _side / 2f, _top - 10,
                Ink.Normal, SKTextAlign.Center, bold: true);
        for (int row = 0; row < _grid.Rows.Count; row++)
        {
            float y = _top + row * _rowHeight;
            canvas.Write(_grid.Rows[row], _left - 14, y + _side / 2f + 4, Ink.Normal, SKTextAlign.Right, bold: true);
            for (int column = 0; column < _grid.Columns.Count; column++)
                DrawPanel(canvas, _grid.Panels[row, column], _left + column * (_side + Gap), y);
        }
        ColourBar.Draw(canvas, SKRect.Create(right + 18, _top, 12, _side));
        if (!_undefined) return;
        canvas.Fill(SKRect.Create(_left, bottom + 6, 14, 12), Magma.Undefined);
        canvas.Write("undefined", _left + 20, bottom + 16.5f, Ink.Small);
    }

    private void DrawPanel(SKCanvas canvas, HeatmapPanel? panel, float x, float y)
    {
        if (panel is null)
        {
            canvas.Frame(SKRect.Create(x, y, _side, _side), Ink.Faint);
            canvas.Write("no model", x + _side / 2f, y + _side / 2f + 4, Ink.Small, SKTextAlign.Center, Ink.Axis);
            return;
        }
        int rows = panel.Matrix.LayersA.Count, columns = panel.Matrix.LayersB.Count;
        // Every panel has one size: a cell is a pixel wider here and there rather than a network smaller.
        SKRect area = SKRect.Create(MathF.Floor(x), MathF.Floor(y), _side, _side);
        using SKImage cells = Cells.Image(panel.Matrix.Values, PixelsOf(rows), PixelsOf(columns));
        canvas.DrawImage(cells, area, new SKSamplingOptions(SKFilterMode.Nearest));
        canvas.Frame(area);
        float below = area.Bottom + 3;
        foreach (LayerSegment segment in new LayerAxis(panel.Matrix.LayersB).Segments)
            canvas.Fill(SKRect.Create(area.Left + segment.Start * area.Width / columns + 0.5f, below,
                (segment.End - segment.Start) * area.Width / columns - 1, StageHeight - 1), Ink.Faint);
        foreach (LayerSegment segment in new LayerAxis(panel.Matrix.LayersA).Segments)
            canvas.Fill(SKRect.Create(area.Left - 3 - StageHeight + 1, area.Bottom - segment.End * area.Height / rows + 0.5f,
                StageHeight - 1, (segment.End - segment.Start) * area.Height / rows - 1), Ink.Faint);
        below += StageHeight;
        if (panel.Shares is { } shares)
            ShareStrip.Draw(canvas, SKRect.Create(area.Left, below + 2, area.Width, StripHeight), shares, panel.DominantShare,
                labelled: false);
        if (_shares) below += StripHeight + 4;
        if (panel.Caption is { } caption)
            canvas.Write(Ink.Fit(caption, _side + Gap - 4, Ink.Small), x + _side / 2f, below + 14, Ink.Small, SKTextAlign.Center);
    }

    private int PixelsOf(int layers) => Math.Max(1, (int)Math.Round(_side * (double)Scale / layers));
}
