using System.Runtime.Intrinsics;
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
        double[] divergence = new double[chosen.Length], ownA = chosen.Length == 0 ? [] : Entropies(a, stop),
            ownB = within || chosen.Length == 0 ? ownA : Entropies(b, stop);
        Parallel.For(0, chosen.Length, Threads.LimitUntil(stop), p =>
        {
            (int i, int j) = chosen[p];
            // Jensen's inequality holds but for the last digits.
            divergence[p] = Math.Max(0, Entropy(a.Probabilities!, i, b.Probabilities!, j) - (ownA[i] + ownB[j]) / 2);
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

    /// <summary>[models]: of each model's own probabilities.</summary>
    private static double[] Entropies(Population population, CancellationToken stop)
    {
        double[] entropies = new double[population.Models];
        Parallel.For(0, entropies.Length, Threads.LimitUntil(stop),
            m => entropies[m] = Entropy(population.Probabilities!, m, population.Probabilities!, m));
        return entropies;
    }

    /// <summary>
    /// Of the middle of two models' probabilities, in bits, mean over examples: H((p + q)/2) − (H(p) + H(q))/2 is their divergence (J. Lin
    /// 1991).
    /// </summary>
    private static double Entropy(float[,,] p, int a, float[,,] q, int b)
    {
        int examples = p.GetLength(1), classes = p.GetLength(2);
        double entropy = 0;
        for (int e = 0; e < examples; e++)
        {
            ref float x = ref p[a, e, 0], y = ref q[b, e, 0];
            Vector256<double> sums = Vector256<double>.Zero;
            int c = 0;
            for (; c <= classes - Vector256<float>.Count; c += Vector256<float>.Count)
            {
                (Vector256<double> x0, Vector256<double> x1) = Vector256.Widen(Vector256.LoadUnsafe(ref x, (nuint)c));
                (Vector256<double> y0, Vector256<double> y1) = Vector256.Widen(Vector256.LoadUnsafe(ref y, (nuint)c));
                sums += Terms((x0 + y0) * .5) + Terms((x1 + y1) * .5);
            }
            entropy -= Vector256.Sum(sums);
            for (; c < classes; c++)
            {
                double middle = ((double)p[a, e, c] + q[b, e, c]) / 2;
                if (middle > 0) entropy -= middle * Math.Log2(middle);
            }
        }
        return entropy / examples;

        // What has no probability counts nothing, although its logarithm is infinite.
        static Vector256<double> Terms(Vector256<double> m) => m * Vector256.Log2(Vector256.Max(m, Vector256.Create(1e-300)));
    }

    private static int Highest(Population population) => population.Predictions.Cast<int>().Max();

    private static int[][] Times(Population population, int classes) => [.. Enumerable.Range(0, population.Models).Select(m =>
    {
        int[] times = new int[classes];
        foreach (int prediction in population.Of(m)) times[prediction]++;
        return times;
    })];
}
