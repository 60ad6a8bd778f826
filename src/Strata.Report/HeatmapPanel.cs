using Strata.Similarity;

namespace Strata.Report;

/// <summary>One heatmap of a grid.</summary>
public sealed record HeatmapPanel(SimilarityMatrix Matrix)
{
    /// <summary>A line below the map, such as an accuracy and a verdict.</summary>
    public string? Caption { get; init; }

    /// <summary>PC1's share of variance per column; NaN where undefined.</summary>
    public IReadOnlyList<double>? Shares { get; init; }

    /// <summary>The share from which a component dominates a layer.</summary>
    public double DominantShare { get; init; } = 0.5;
}
