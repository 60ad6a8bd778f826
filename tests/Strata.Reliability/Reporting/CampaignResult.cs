namespace Strata.Reliability.Reporting;

/// <summary>What one run of a campaign came to; kept as a file beside the document that is written from it.</summary>
internal sealed record CampaignResult
{
    public required string Campaign { get; init; }
    public required long Seed { get; init; }
    public required DateTimeOffset Date { get; init; }

    /// <summary>What was tried, with a plus where files differed from it.</summary>
    public required string Commit { get; init; }

    public required string Processor { get; init; }
    public required int Cores { get; init; }
    public required double Minutes { get; init; }
    public required SortedDictionary<string, int> Counts { get; init; }
    public required IReadOnlyList<Violation> Violations { get; init; }
}
