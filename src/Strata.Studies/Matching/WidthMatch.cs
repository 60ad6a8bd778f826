namespace Strata.Studies.Matching;

/// <summary>The width at which one network reaches the mean test accuracy of another.</summary>
/// <param name="Reference">Label of the network that is to be matched, without seed.</param>
/// <param name="ReferenceMean">Of all its models, percent.</param>
/// <param name="ReferenceModels">How many there are.</param>
/// <param name="Points">All that was trained of the other network, in order of width.</param>
/// <param name="Rounds">Widths that were tried, in order; the last is the result.</param>
public sealed record WidthMatch(string Reference, double ReferenceMean, int ReferenceModels, IReadOnlyList<WidthPoint> Points,
    IReadOnlyList<MatchRound> Rounds)
{
    public double Width => Rounds[^1].Width;
    public bool Matched => Rounds[^1].Holds;

    /// <summary>What is wrong with the images, such as how many broken ones were left out.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
