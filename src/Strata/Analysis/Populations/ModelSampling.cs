using MathNet.Numerics.Statistics;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>The nested regressions when models are left out or drawn again, for bias and interval of v².</summary>
internal sealed class ModelSampling(Correctness a, Correctness b, IReadOnlyList<int[]> groups)
{
    private readonly double _weightA = (double)a.Models / (a.Models + b.Models);

    public NestedRegressions Fit() => NestedRegressions.Fit(Shares(a.Counts, a.Models), Shares(b.Counts, b.Models), _weightA, groups);

    /// <summary>
    /// V_A − V_B and V_A − V_C without their bias: for each population, minus (M − 1) times how much the mean over leaving out one model
    /// exceeds the value with all. Exact for what is quadratic in the accuracies (M. H. Quenouille 1956).
    /// </summary>
    public (double ByClasses, double ByCells) Jackknife(NestedRegressions all)
    {
        double byClasses = all.ExplainedByClasses, byCells = all.ExplainedByCells;
        foreach ((Correctness varied, bool isA) in new[] { (a, true), (b, false) })
        {
            double[] kept = isA ? Shares(b.Counts, b.Models) : Shares(a.Counts, a.Models);
            var fits = new NestedRegressions[varied.Models];
            Parallel.For(0, varied.Models, Threads.Limit, left =>
            {
                byte[] without = varied.Of(left);
                double[] shares = new double[kept.Length];
                for (int e = 0; e < shares.Length; e++) shares[e] = (varied.Counts[e] - without[e]) / (varied.Models - 1.0);
                fits[left] = isA ? NestedRegressions.Fit(shares, kept, _weightA, groups)
                    : NestedRegressions.Fit(kept, shares, _weightA, groups);
            });
            byClasses -= (varied.Models - 1) * (fits.Average(f => f.ExplainedByClasses) - all.ExplainedByClasses);
            byCells -= (varied.Models - 1) * (fits.Average(f => f.ExplainedByCells) - all.ExplainedByCells);
        }
        return (byClasses, byCells);
    }

    /// <summary>
    /// Standard deviation of V_A − V_C = w_A w_B · mean d², d the difference of an example's accuracies, were these binomial and alike.
    /// </summary>
    public double NullDeviation()
    {
        double sum = 0;
        for (int e = 0; e < a.Examples; e++)
        {
            double variance = ExampleDifferences.NullVariance(a.Counts[e] + b.Counts[e], a.Models, b.Models);
            sum += 2 * variance * variance;
        }
        return _weightA * (1 - _weightA) * Math.Sqrt(sum) / a.Examples;
    }

    /// <summary>
    /// The middle 95 % of the corrected v² over populations drawn from these with replacement. A drawn population has the noise of the
    /// first draw and of its own, so its V_A − V_B and V_A − V_C are shifted to have the corrected values as their means.
    /// </summary>
    public double[] Interval(double byClasses, double byCells, double bound, int resamples, long seed, CancellationToken stop)
    {
        var fits = new NestedRegressions[resamples];
        Parallel.For(0, resamples, Threads.LimitUntil(stop), draw =>
        {
            var random = new RandomSequence(seed, "resampled models", draw);
            fits[draw] = NestedRegressions.Fit(Drawn(a, random), Drawn(b, random), _weightA, groups);
        });
        double meanByClasses = fits.Average(f => f.ExplainedByClasses), meanByCells = fits.Average(f => f.ExplainedByCells);
        double[] values =
            [.. fits.Select(f => (byClasses + f.ExplainedByClasses - meanByClasses)
                / Math.Max(bound, byCells + f.ExplainedByCells - meanByCells))];
        return [values.Quantile(0.025), values.Quantile(0.975)];
    }

    private static double[] Drawn(Correctness population, RandomSequence random)
    {
        int[] times = new int[population.Models], counts = new int[population.Examples];
        for (int i = 0; i < times.Length; i++) times[random.Next(times.Length)]++;
        population.Weighted(times, counts);
        return Shares(counts, population.Models);
    }

    private static double[] Shares(int[] counts, int models) => [.. counts.Select(count => (double)count / models)];
}
