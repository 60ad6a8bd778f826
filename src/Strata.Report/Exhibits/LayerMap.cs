using Strata.Analysis;
using Strata.Similarity;

namespace Strata.Report;

/// <summary>A number for every pair of layers, of two models or of one with itself, and what was found in it.</summary>
/// <remarks>Its defaults are those of the similarity itself, from which every other map differs by a title.</remarks>
public sealed record LayerMap : Exhibit
{
    /// <summary>Name of the model on the rows; of a map over seeds, the first of them.</summary>
    public required string A { get; init; }

    /// <summary>Name of the model on the columns; the same as <see cref="A"/> within a model.</summary>
    public required string B { get; init; }

    public required SimilarityMatrix Matrix { get; init; }

    /// <summary>Name of a cell's value.</summary>
    public string Measure { get; init; } = "CKA";

    /// <summary>Name of the number behind a cell's ±.</summary>
    public string Uncertainty { get; init; } = "standard error";

    /// <summary>The value of the brightest colour; the darkest is 0.</summary>
    public double Brightest { get; init; } = 1;

    /// <summary>Whether values are distances: 0 then has the brightest colour, and <see cref="Brightest"/> the darkest.</summary>
    public bool IsDistance { get; init; }

    /// <summary>The share of the images that it does without, those that dominate most; null: it is of all.</summary>
    public double? WithoutImages { get; init; }

    /// <summary>The verdict of the search for blocks, within a model; null where there was none.</summary>
    public BlockStructure? Block { get; init; }

    /// <summary>PC1's share of variance per layer, within a model; NaN where undefined. Null where not computed.</summary>
    public IReadOnlyList<double>? Shares { get; init; }

    /// <summary>The largest of the shares but for the input's, which is no work of the network; null where none is known.</summary>
    public double? LargestShare => Shares?.Where((share, layer) => double.IsFinite(share) && !Matrix.LayersA[layer].IsInput)
        .Cast<double?>().Max();

    /// <summary>Which layers do the same, across models; null where that was not asked.</summary>
    public Correspondence? Correspondence { get; init; }

    /// <summary>Whether it is the comparison itself, and not made from it.</summary>
    public bool IsSimilarity => Title == "";

    /// <summary>Whether it is over the seeds of a configuration.</summary>
    public bool OfSeeds => Matrix.Within && Models.Count > 1;
}
