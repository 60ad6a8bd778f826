namespace Strata.Report;

/// <summary>Images beside each other, such as the examples that two populations see differently.</summary>
public sealed record ImageStrip : Exhibit
{
    public required IReadOnlyList<ShownImage> Images { get; init; }
}
