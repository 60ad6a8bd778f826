namespace Strata.Report;

/// <summary>What a figure of two populations calls them and their classes.</summary>
public sealed record PopulationLabels
{
    public required string A { get; init; }
    public required string B { get; init; }

    /// <summary>In order of label; where there are fewer, a class goes by its number.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Title of an axis; where names are long and it is cut, what is left says what and in which unit.</summary>
    internal string Difference => $"accuracy in points, {A} − {B}";
}
