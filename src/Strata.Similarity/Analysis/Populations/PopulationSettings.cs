using Strata.Settings;

namespace Strata.Analysis.Populations;

/// <summary>Every option of a comparison of populations, described once.</summary>
public static class PopulationSettings
{
    /// <summary>What groups by WordNet take, wherever they are made.</summary>
    public static Member<PopulationOptions> AtLeast { get; } =
        new Member<PopulationOptions, int>("atLeast", new NumberForm<int>(PopulationRanges.AtLeast), p => p.AtLeast,
            (p, v) => p with { AtLeast = v },
            "Of groups by WordNet, hypernyms with at least so many of the classes below them; the papers ask for 51 of ImageNet's 1,000.");

    public static IReadOnlyList<Member<PopulationOptions>> All { get; } =
    [
        AtLeast,
        new Member<PopulationOptions, int>("resamples", new NumberForm<int>(PopulationRanges.Resamples with { Minimum = 0 }),
            p => p.Resamples, (p, v) => p with { Resamples = v },
            "Populations drawn again for the interval of v², at least 100; 0: no interval."),
    ];
}
