using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>What <see cref="PopulationOptions"/> may be.</summary>
public static class PopulationRanges
{
    /// <summary>Where there are any: fewer give no interval.</summary>
    public static OptionRange<int> Resamples { get; } = new(100, 1_000_000);

    public static OptionRange<int> AtLeast { get; } = new(1, ClassGroups.MostClasses);

    public static OptionRange<int> MostDifferent { get; } = new(0, 1000);

    /// <summary>What is wrong with a number of resamples; null: nothing.</summary>
    public static string? ResamplesProblem(int resamples)
        => resamples == 0 || Resamples.Contains(resamples) ? null : $"{resamples} is neither 0 nor {Resamples}";
}
