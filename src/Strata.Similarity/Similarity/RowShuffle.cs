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
    /// <inheritdoc cref="MinibatchCka.Compute(double[,], double[,], CkaOptions?)" path="/exception"/>
    public static CkaValue Compute(double[,] x, double[,] y, CkaOptions? options = null, long seed = 0)
        => MinibatchCka.Compute(RowSource.Of(x), Permuted(RowSource.Of(y), seed), options);

    /// <summary>The values of so many shuffles, reading no more than a batch at a time.</summary>
    /// <param name="shuffles">Numbered from 0; a number is the seed of its permutations, offset by <paramref name="seed"/>.</param>
    /// <returns>[shuffles], null where a value is undefined.</returns>
    /// <inheritdoc cref="MinibatchCka.Compute(RowSource, RowSource, CkaOptions?, CancellationToken)"/>
    public static double?[] Compute(
        RowSource x, RowSource y, CkaOptions? options, int shuffles, long seed = 0, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(y);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shuffles);
        return
        [
            .. Enumerable.Range(0, shuffles).Select(shuffle => MinibatchCka.Compute(x, Permuted(y, seed + shuffle), options, stop).Value),
        ];
    }

    private static RowSource Permuted(RowSource source, long seed) => source with
    {
        Read = (start, count) =>
        {
            double[] rows = source.Read(start, count), permuted = new double[rows.Length];
            int[] order = new RandomSequence(seed, "row shuffle", start).Permutation(count);
            for (int i = 0; i < count; i++)
                Array.Copy(rows, (long)order[i] * source.Features, permuted, (long)i * source.Features, source.Features);
            return permuted;
        },
    };
}
