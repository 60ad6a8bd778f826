using Strata.Report.Drawing;

namespace Strata.Report;

/// <summary>Many heatmaps side by side: depth by width, width by amount of data, seed by seed.</summary>
public sealed record HeatmapGrid
{
    public string? Title { get; init; }

    /// <summary>What changes from row to row.</summary>
    public string? RowTitle { get; init; }

    /// <summary>What changes from column to column.</summary>
    public string? ColumnTitle { get; init; }

    public required IReadOnlyList<string> Rows { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>[rows, columns]; null where there is no model.</summary>
    public required HeatmapPanel?[,] Panels { get; init; }

    /// <summary>Writes <c>.png</c> and <c>.svg</c>.</summary>
    /// <exception cref="ArgumentException">The grid is empty, or its labels do not fit its panels.</exception>
    public void Write(string pathWithoutExtension)
    {
        ArgumentException.ThrowIfNullOrEmpty(pathWithoutExtension);
        new HeatmapGridFigure(this).Write(pathWithoutExtension);
    }
}
