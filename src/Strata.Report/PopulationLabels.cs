namespace Strata.Report;

/// <summary>What a figure of two populations calls them and their classes.</summary>
public sealed record PopulationLabels
{
    public required string A { get; init; }
    public required string B { get; init; }

    /// <summary>In order of label; where there are fewer, a class goes by its number.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];
}
