using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>What <see cref="ComparisonOptions"/> may be.</summary>
public static class ComparisonRanges
{
    /// <summary>The unbiased estimator needs four examples.</summary>
    public static OptionRange<int> Batch { get; } = new(4, 1_000_000);

    public static OptionRange<int> Passes { get; } = new(1, 10_000);
    public static OptionRange<int> Shards { get; } = new(1, 1_000);
    public static OptionRange<int> MaxExamples { get; } = new(4, int.MaxValue);
    public static OptionRange<int> WithoutComponents { get; } = new(0, 64);

    /// <summary>Shares of the examples.</summary>
    public static OptionRange<double> WithoutImages { get; } = new(0, .9, Above: true);
}
