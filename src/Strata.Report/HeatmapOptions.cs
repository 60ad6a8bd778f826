namespace Strata.Report;

/// <summary>What stands around a heatmap.</summary>
public sealed record HeatmapOptions
{
    public string? Title { get; init; }

    /// <summary>The words below it in print. With them the heatmap is also written as <c>.pdf</c>, and they as <c>.txt</c>.</summary>
    public string? Caption { get; init; }

    /// <summary>PC1's share of variance of every layer of the horizontal axis; NaN where undefined. Null leaves the strip out.</summary>
    public IReadOnlyList<double>? Shares { get; init; }

    /// <summary>Where the strip has its line: the share from which a component dominates a layer.</summary>
    public double DominantShare { get; init; } = 0.5;

    /// <summary>Lines below the map, over the layers of the horizontal axis.</summary>
    public IReadOnlyList<LayerCurve> Curves { get; init; } = [];

    /// <summary>[rows]: the best match of every row, a column, or null; drawn over the map. Null leaves the path out.</summary>
    public IReadOnlyList<int?>? Path { get; init; }

    /// <summary>Similar windows to mark above the map.</summary>
    public IReadOnlyList<MarkedWindow> Windows { get; init; } = [];

    /// <summary>Name of the values, beside the key of the colours.</summary>
    public string Measure { get; init; } = "CKA";

    /// <summary>The value of the brightest colour; the darkest is 0.</summary>
    public double Brightest { get; init; } = 1;

    /// <summary>
    /// Whether values are distances: 0 then has the brightest colour and <see cref="Brightest"/> the darkest, for bright is alike.
    /// </summary>
    public bool IsDistance { get; init; }

    /// <summary>Name of the vertical axis: the rows of the matrix.</summary>
    public string RowLabel { get; init; } = "layer";

    /// <summary>Name of the horizontal axis: the columns of the matrix.</summary>
    public string ColumnLabel { get; init; } = "layer";
}
