using MathNet.Numerics.Statistics;
using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>The nested regressions when models are left out or drawn again, for bias and interval of v².</summary>
internal sealed class ModelSampling(Correctness a, Correctness b, IReadOnlyList<int[]> groups, EffectProgress progress)
{
    private readonly double _weightA = (double)a.Models / (a.Models + b.Models);

    public NestedRegressions Fit() => NestedRegressions.Fit(Shares(a.Counts, a.Models), Shares(b.Counts, b.Models), _weightA, groups);

    public LeaveOneOut LeaveOneOut(NestedRegressions all, CancellationToken stop)
        => new(EffectParts.Of(all), Without(a, b, swapped: false, stop), Without(b, a, swapped: true, stop));

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

    /// <summary>The middle 95 % of the corrected v² over populations drawn from these with replacement.</summary>
    /// <remarks>
    /// What an observed difference d = δ + noise moves to in a drawn population is d² + 2d·noise + noise². The middle term has d where δ
    /// belongs, and where nothing differs d is all noise: taken as it is, the interval is √3 times too wide. So this term, which leaving
    /// out models gives, is scaled to the size of δ, for classes and single examples apart. The last term is larger the more often the same
    /// models are drawn, which new ones never are: that is taken off. The draws lie around the corrected parts.
    /// </remarks>
    public double[] Interval(LeaveOneOut models, double bound, int resamples, long seed, CancellationToken stop)
    {
        var moves = new EffectParts[resamples];
        Parallel.For(0, resamples, Threads.LimitUntil(stop), draw =>
        {
            var random = new RandomSequence(seed, "resampled models", draw);
            int[] timesA = Drawn(a.Models, random), timesB = Drawn(b.Models, random);
            var fit = NestedRegressions.Fit(Shares(a.Weighted(timesA), a.Models), Shares(b.Weighted(timesB), b.Models), _weightA, groups);
            EffectParts linear = models.Moved(timesA, timesB);
            moves[draw] = models.Share.Map(linear, (share, move) => share * move) + EffectParts.Of(fit) - linear
                - models.Repeated(timesA, timesB);
            progress.Count();
        });
        EffectParts shift = models.Corrected - EffectParts.Mean(moves);
        double[] values = [.. moves.Select(move => move + shift).Select(parts => parts.Classes / Math.Max(bound, parts.All))];
        return [values.Quantile(0.025), values.Quantile(0.975)];
    }

    private EffectParts[] Without(Correctness varied, Correctness other, bool swapped, CancellationToken stop)
    {
        double[] kept = Shares(other.Counts, other.Models);
        var parts = new EffectParts[varied.Models];
        Parallel.For(0, varied.Models, Threads.LimitUntil(stop), left =>
        {
            byte[] without = varied.Of(left);
            double[] shares = new double[kept.Length];
            for (int e = 0; e < shares.Length; e++) shares[e] = (varied.Counts[e] - without[e]) / (varied.Models - 1.0);
            parts[left] = EffectParts.Of(swapped ? NestedRegressions.Fit(kept, shares, _weightA, groups)
                : NestedRegressions.Fit(shares, kept, _weightA, groups));
            progress.Count();
        });
        return parts;
    }

    /// <summary>How many times each of so many models is drawn.</summary>
    private static int[] Drawn(int models, RandomSequence random)
    {
        int[] times = new int[models];
        for (int i = 0; i < models; i++) times[random.Next(models)]++;
        return times;
    }

    private static double[] Shares(int[] counts, int models) => [.. counts.Select(count => (double)count / models)];
}
