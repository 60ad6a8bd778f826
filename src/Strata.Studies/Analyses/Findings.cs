using System.Text.Json.Nodes;

namespace Strata.Studies.Analyses;

/// <summary>What an analysis adds to its manifest.</summary>
internal sealed record Findings
{
    /// <summary>Why there is no result, where a family has too few models for one; its folder then holds the manifest alone.</summary>
    public string? Nothing { get; init; }

    /// <summary>A sentence for each model of a family that took no part.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>What a reader should know before trusting the numbers.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The figures that sum it up.</summary>
    public JsonObject Results { get; init; } = [];

    /// <summary>Null: those of the plan; set where a manifest says more.</summary>
    public JsonObject? Options { get; init; }

    /// <summary>Null: as long as this run took; set where an earlier run did a part.</summary>
    public double? Seconds { get; init; }
}
