namespace Strata.Studies;

/// <summary>Which pairs of different models are compared.</summary>
/// <param name="Rule"><c>none</c>, <c>seeds</c> (models that differ in nothing else) or <c>all</c>; null where pairs are given.</param>
public sealed record Across(string? Rule, IReadOnlyList<ModelPair> Pairs)
{
    public static IReadOnlyList<string> Rules { get; } = ["none", "seeds", "all"];

    public static Across None { get; } = new("none", []);
}
