using Strata.Analysis;
using Strata.Similarity;

namespace Strata.Report;

/// <summary>A map of two models' layers, or of one model's with each other, and what was found in it.</summary>
public sealed record ComparisonContent
{
    /// <summary>Name of the model on the rows.</summary>
    public required string A { get; init; }

    /// <summary>Name of the model on the columns; the same as <see cref="A"/> within a model.</summary>
    public required string B { get; init; }

    public required SimilarityMatrix Matrix { get; init; }

    /// <summary>What its cells are; a map over seeds has the first of them for its models.</summary>
    public MapKind Kind { get; init; }

    /// <summary>How many leading components were taken off, where that is what it shows.</summary>
    public int Removed { get; init; } = 1;

    /// <summary>The verdict of the search for blocks, within a model; null where there was none.</summary>
    public BlockStructure? Block { get; init; }

    /// <summary>PC1's share of variance per layer, within a model; NaN where undefined. Null where not computed.</summary>
    public IReadOnlyList<double>? Shares { get; init; }

    /// <summary>What else was found about the layers, within a model.</summary>
    public IReadOnlyList<LayerStrip> Strips { get; init; } = [];

    /// <summary>Which layers do the same, across models; null where that was not asked.</summary>
    public Correspondence? Correspondence { get; init; }
}
