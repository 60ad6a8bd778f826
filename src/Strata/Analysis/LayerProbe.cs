using Strata.Models;

namespace Strata.Analysis;

/// <summary>What a linear classifier on one frozen layer reaches.</summary>
public sealed record LayerProbe
{
    public required LayerInfo Layer { get; init; }

    public required ProbePlace Place { get; init; }

    /// <summary>Share of the test split that it classifies rightly; null where undefined.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Share of right predictions over the steps of the last epoch that it learned in.</summary>
    public double? TrainAccuracy { get; init; }

    /// <summary>Mean cross-entropy over the same steps.</summary>
    public double? Loss { get; init; }

    /// <summary>
    /// The epoch, from 1, whose weights had the lowest loss on the held-out examples and are those that were tested; null without early
    /// stopping.
    /// </summary>
    public int? BestEpoch { get; init; }

    /// <summary>Why it is undefined, or null.</summary>
    public string? Reason { get; init; }
}
