using Strata.Models;
using Strata.Similarity;

namespace Strata.Analysis;

/// <summary>The principal components of every layer over the same examples, from one streaming run.</summary>
public sealed record LayerComponents
{
    public required IReadOnlyList<LayerInfo> Layers { get; init; }

    /// <summary>[layers]: the first component's share of the variance, λ₁/Σλ, in (0, 1]; NaN where undefined.</summary>
    public required double[] Shares { get; init; }

    /// <summary>[layers, k]: the shares of the leading k components; 0 beyond the number of features, NaN where undefined.</summary>
    public required double[,] Leading { get; init; }

    /// <summary>[layers]: Σλ/(n−1), the summed variance of all features.</summary>
    public required double[] Variance { get; init; }

    /// <summary>
    /// [layers, examples]: projections of the centred examples on the unit first component, such that the largest is positive; NaN where
    /// undefined.
    /// </summary>
    public required double[,] Scores { get; init; }

    /// <summary>[layers, layers]: squared cosines ⟨u₁ˣ, u₁ʸ⟩² of the projections of two layers, in [0, 1]; NaN where undefined.</summary>
    public required double[,] Cosines { get; init; }

    public required IReadOnlyList<UndefinedLayer> Undefined { get; init; }

    /// <summary>[examples]: which, in the order of the scores.</summary>
    public required IReadOnlyList<int> Examples { get; init; }

    /// <summary>The same as <see cref="ExampleOrder"/> hashes it.</summary>
    public required string ExamplesHash { get; init; }

    /// <summary>Passes over the data that were needed.</summary>
    public required int Passes { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }
}
