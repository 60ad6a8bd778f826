namespace Strata.Studies.Matching;

/// <summary>How a width is sought.</summary>
public sealed record MatchOptions
{
    /// <summary>Networks of each population, of fresh seeds, that a width is confirmed with.</summary>
    public int Confirm { get; init; } = 10;

    /// <summary>
    /// Percentage points that the means may differ by: with few networks the difference's interval contains 0 whatever the means are.
    /// </summary>
    public double Within { get; init; } = 0.5;

    /// <summary>Widths that are tried.</summary>
    public int Rounds { get; init; } = 3;
}
