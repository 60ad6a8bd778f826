namespace Strata.Analysis;

/// <summary>Consecutive layers whose representations are alike.</summary>
public sealed record BlockWindow
{
    /// <summary>0-based.</summary>
    public required int First { get; init; }

    /// <summary>0-based, inclusive.</summary>
    public required int Last { get; init; }

    /// <summary>Of all layers, the input included.</summary>
    public required double Share { get; init; }

    /// <summary>Mean CKA of every two layers of the window.</summary>
    public required double Mean { get; init; }

    /// <summary>How many of its layers a first principal component dominates; null where components were not computed.</summary>
    public int? DominatedLayers { get; init; }

    /// <summary>The same as a share of its own layers.</summary>
    public double? DominatedShare { get; init; }

    /// <summary>Names and stages of its ends; null where the layers are not known, stages also in stem and head.</summary>
    public string? FirstLayer { get; init; }

    /// <inheritdoc cref="FirstLayer"/>
    public string? LastLayer { get; init; }

    /// <inheritdoc cref="FirstLayer"/>
    public int? FirstStage { get; init; }

    /// <inheritdoc cref="FirstLayer"/>
    public int? LastStage { get; init; }
}
