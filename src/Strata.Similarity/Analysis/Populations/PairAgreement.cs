using Strata.Runtime;

namespace Strata.Analysis.Populations;

/// <summary>How alike the predictions of two models are, as means over pairs of models.</summary>
/// <param name="Pairs">How many.</param>
/// <param name="Agreement">Percent of the examples for which both predict the same class.</param>
/// <param name="Kappa">Agreement beyond that of unrelated models with the same predicted classes (J. Cohen 1960), 1 for equal predictions;
/// null where every pair is constant.</param>
/// <param name="ErrorInconsistency">Percent of the examples about which exactly one of the two is right.</param>
/// <param name="JensenShannon">Divergence of their probabilities in bits, from 0 to 1, mean over examples; null without
/// probabilities.</param>
/// <param name="JensenShannonPairs">Over how many pairs: all, or a choice by seed of so many.</param>
public sealed record PairAgreement(int Pairs, double Agreement, double? Kappa, double ErrorInconsistency, double? JensenShannon,
    int JensenShannonPairs)
{
    /// <summary>A mean over so many pairs is known well enough, and a divergence takes a logarithm for every class.</summary>
    private const int MostDivergences = 500;

    /// <summary>Of every two models of a population, or of every model of one with every model of the other.</summary>
    internal static PairAgreement Of(Population a, Population b, int[] labels, long seed, EffectProgress? work = null,
        CancellationToken stop = default)
    {
        bool within = ReferenceEquals(a, b);
        (int A, int B)[] pairs = All(a, b);
        int classes = 1 + Math.Max(Highest(a), Highest(b));
        int[][] timesA = Times(a, classes), timesB = within ? timesA : Times(b, classes);
        var agreement = new double[pairs.Length];
        var kappa = new double?[pairs.Length];
        var inconsistency = new double[pairs.Length];
        Parallel.For(0, pairs.Length, Threads.LimitUntil(stop), p =>
        {
            ReadOnlySpan<int> x = a.Of(pairs[p].A), y = b.Of(pairs[p].B);
            long same = 0, oneRight = 0, chance = 0;
            for (int e = 0; e < x.Length; e++)
            {
                same += x[e] == y[e] ? 1 : 0;
                oneRight += (x[e] == labels[e]) != (y[e] == labels[e]) ? 1 : 0;
            }
            for (int c = 0; c < classes; c++) chance += (long)timesA[pairs[p].A][c] * timesB[pairs[p].B][c];
            double n = x.Length, expected = chance / (n * n);
            agreement[p] = 100 * same / n;
            inconsistency[p] = 100 * oneRight / n;
            kappa[p] = chance == (long)x.Length * x.Length ? null : (same / n - expected) / (1 - expected);
        });
        int divergences = Divergences(a, b);
        (int A, int B)[] chosen = divergences == 0 ? [] : divergences == pairs.Length ? pairs
            : [.. new Runtime.RandomSequence(seed, "pairs of models").Permutation(pairs.Length).Take(divergences).Select(p => pairs[p])];
        double[] divergence = new double[chosen.Length];
        Parallel.For(0, chosen.Length, Threads.LimitUntil(stop), p =>
        {
            divergence[p] = Divergence(a.Probabilities!, chosen[p].A, b.Probabilities!, chosen[p].B);
            work?.Count();
        });
        return new(pairs.Length, agreement.Average(), kappa.Average(), inconsistency.Average(), chosen.Length == 0 ? null
            : divergence.Average(), chosen.Length);
    }

    /// <summary>Pairs of models whose divergence is taken; 0 without probabilities of the same classes.</summary>
    internal static int Divergences(Population a, Population b)
        => a.Probabilities is { } p && b.Probabilities is { } q && p.GetLength(2) == q.GetLength(2)
            ? Math.Min(MostDivergences, All(a, b).Length) : 0;

    private static (int A, int B)[] All(Population a, Population b)
    {
        bool within = ReferenceEquals(a, b);
        return [.. from i in Enumerable.Range(0, a.Models) from j in Enumerable.Range(within ? i + 1 : 0,
            b.Models - (within ? i + 1 : 0)) select (i, j)];
    }

    /// <summary>½ KL(p‖m) + ½ KL(q‖m) with m = (p + q)/2 (J. Lin 1991), in bits, mean over examples.</summary>
    private static double Divergence(float[,,] p, int a, float[,,] q, int b)
    {
        double sum = 0;
        for (int e = 0; e < p.GetLength(1); e++)
        {
            for (int c = 0; c < p.GetLength(2); c++)
            {
                double x = p[a, e, c], y = q[b, e, c], middle = (x + y) / 2;
                if (x > 0) sum += x / 2 * Math.Log2(x / middle);
                if (y > 0) sum += y / 2 * Math.Log2(y / middle);
            }
        }
        return sum / p.GetLength(1);
    }

    private static int Highest(Population population) => population.Predictions.Cast<int>().Max();

    private static int[][] Times(Population population, int classes) => [.. Enumerable.Range(0, population.Models).Select(m =>
    {
        int[] times = new int[classes];
        foreach (int prediction in population.Of(m)) times[prediction]++;
        return times;
    })];
}
