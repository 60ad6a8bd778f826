using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// What is left of a similarity when the examples no longer belong together: one of the two layers' examples permuted within each batch.
/// The unbiased estimator then sits at 0 whatever the number of features; the biased one rises with it.
/// </summary>
public static class RowShuffle
{
    /// <param name="x">[examples, features of the first layer].</param>
    /// <param name="y">[examples, features of the second layer], whose rows change places.</param>
    /// <param name="options">As for <see cref="MinibatchCka.Compute(double[,], double[,], CkaOptions?)"/>.</param>
    /// <param name="seed">Fixes the permutations, one for each batch.</param>
    /// <inheritdoc cref="MinibatchCka.Compute(double[,], double[,], CkaOptions?)"/>
    public static CkaValue Compute(double[,] x, double[,] y, CkaOptions? options = null, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.GetLength(0) != y.GetLength(0))
            throw new ArgumentException($"X has {x.GetLength(0)} examples and Y has {y.GetLength(0)}, expected the same examples.",
                nameof(y));
        return MinibatchCka.Compute(x.GetLength(0), x.GetLength(1), y.GetLength(1), MinibatchCka.Reader(x),
            Permuted(MinibatchCka.Reader(y), y.GetLength(1), seed), options);
    }

    /// <summary>The values of so many shuffles, reading no more than a batch at a time.</summary>
    /// <param name="shuffles">Numbered from 0; a number is the seed of its permutations, offset by <paramref name="seed"/>.</param>
    /// <returns>[shuffles], null where a value is undefined.</returns>
    /// <inheritdoc cref="MinibatchCka.Compute(int, int, int, ReadExamples, ReadExamples, CkaOptions?, CancellationToken)"/>
    public static double?[] Compute(
        int examples, int featuresX, int featuresY, ReadExamples readX, ReadExamples readY, CkaOptions? options, int shuffles,
        long seed = 0, CancellationToken stop = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shuffles);
        return [.. Enumerable.Range(0, shuffles)
            .Select(shuffle => MinibatchCka.Compute(examples, featuresX, featuresY, readX, Permuted(readY, featuresY, seed + shuffle),
                options, stop).Value)];
    }

    private static ReadExamples Permuted(ReadExamples read, int features, long seed) => (start, count) =>
    {
        double[] rows = read(start, count), permuted = new double[rows.Length];
        int[] order = new RandomSequence(seed, "row shuffle", start).Permutation(count);
        for (int i = 0; i < count; i++) Array.Copy(rows, (long)order[i] * features, permuted, (long)i * features, features);
        return permuted;
    };
}
