namespace Strata.Similarity.Measures;

/// <summary>What is known of a measure. Tests hold every measure to its traits.</summary>
/// <param name="Least">No value is below.</param>
/// <param name="Most">No value is above.</param>
/// <param name="Unchanged">What the first representation may go through without a change of the value.</param>
public sealed record MeasureTraits(double Least, double Most, Invariances Unchanged)
{
    /// <summary>Whether the two layers may change places.</summary>
    public bool IsSymmetric { get; init; } = true;

    /// <summary>Whether smaller is more alike, and equal layers have 0.</summary>
    public bool IsDistance { get; init; }

    /// <summary>Whether the triangle inequality holds.</summary>
    public bool IsMetric { get; init; }

    /// <summary>Whether the layers are outputs, [examples, classes], that say which class an example is of.</summary>
    public bool IsOfOutputs { get; init; }

    /// <summary>
    /// Whether the mean over batches of a random order, weighted by their examples, is expected to be the value of all at once; of CKA the
    /// terms of its ratio are.
    /// </summary>
    public bool IsUnbiasedInBatches { get; init; }

    /// <summary>What a layer has with itself.</summary>
    public double OfEqual => IsDistance ? Least : Most;
}
