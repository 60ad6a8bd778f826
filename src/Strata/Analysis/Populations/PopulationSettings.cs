using Strata.Settings;

namespace Strata.Analysis.Populations;

/// <summary>Every option of a comparison of populations, described once.</summary>
public static class PopulationSettings
{
    public static IReadOnlyList<Member<PopulationOptions>> All { get; } =
    [
        new Member<PopulationOptions, int>("resamples", new NumberForm<int>(PopulationRanges.Resamples with { Minimum = 0 }),
            p => p.Resamples, (p, v) => p with { Resamples = v },
            "Populations drawn again for the interval of v², at least 100; 0: no interval."),
    ];
}
