using System.Diagnostics;

namespace Strata.Benchmarks;

/// <summary>What several repetitions of one measurement gave, in the unit of the table it stands in.</summary>
internal sealed record Timing(string Name, IReadOnlyList<double> Values)
{
    public double Median
    {
        get
        {
            double[] sorted = [.. Values.Order()];
            int half = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }
    }

    public double Minimum => Values.Min();

    public double Maximum => Values.Max();

    /// <summary>The median of the ratios of pairs that ran one after the other, which changes of the machine's speed touch least.</summary>
    public double RatioTo(Timing other) => new Timing("", [.. Values.Zip(other.Values, (a, b) => a / b)]).Median;

    /// <summary>How long some calls take.</summary>
    public static double Seconds(Action action, int times = 1)
    {
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < times; i++) action();
        return clock.Elapsed.TotalSeconds;
    }
}
