using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>How two populations are compared.</summary>
public sealed record PopulationOptions
{
    /// <summary>Populations drawn again for the interval of v²; 0 leaves the interval out.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Most different examples that are listed, for each population that is ahead.</summary>
    public int MostDifferent { get; init; } = 12;

    /// <summary>With groups by WordNet: classes of the set that a hypernym must have below it.</summary>
    public int AtLeast { get; init; } = HypernymGroups.AtLeast;

    /// <summary>Of the draws.</summary>
    public long Seed { get; init; }

    /// <exception cref="InvalidOptionsException">A value outside its range; every problem at once.</exception>
    public void Validate()
    {
        var problems = new List<string>();
        if (PopulationRanges.ResamplesProblem(Resamples) is { } wrong) problems.Add($"resamples: {wrong}");
        PopulationRanges.AtLeast.Check("atLeast", AtLeast, problems);
        PopulationRanges.MostDifferent.Check("mostDifferent", MostDifferent, problems);
        if (problems.Count > 0) throw new InvalidOptionsException(problems);
    }
}
