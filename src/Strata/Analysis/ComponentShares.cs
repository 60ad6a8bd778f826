using Strata.Models;
using Strata.Similarity;

namespace Strata.Analysis;

/// <summary>The first principal component's share of the variance, λ₁/Σλ, of every layer.</summary>
public sealed record ComponentShares
{
    public required IReadOnlyList<LayerInfo> Layers { get; init; }

    /// <summary>[layers], in (0, 1]; NaN where undefined.</summary>
    public required double[] Shares { get; init; }

    /// <summary>[layers]: Σλ/(n−1), the summed variance of all features.</summary>
    public required double[] Variance { get; init; }

    public required IReadOnlyList<UndefinedLayer> Undefined { get; init; }

    /// <summary>How many examples the shares are over.</summary>
    public required int Examples { get; init; }

    /// <summary>Passes over the data that were needed.</summary>
    public required int Passes { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }
}
