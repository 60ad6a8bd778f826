using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// What is left of a similarity when the examples no longer belong together: one of the two layers' examples permuted within each batch. The unbiased
/// estimator then sits at 0 whatever the number of features; the biased one rises with it.
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
        int examples = y.GetLength(0), features = y.GetLength(1), batch = Math.Max(1, Math.Min(options?.Batch ?? examples, examples));
        double[,] shuffled = new double[examples, features];
        for (int start = 0; start < examples; start += batch)
        {
            int[] permutation = new RandomSequence(seed, "row shuffle", start / batch).Permutation(Math.Min(batch, examples - start));
            for (int i = 0; i < permutation.Length; i++) Array.Copy(y, (long)(start + permutation[i]) * features, shuffled, (long)(start + i) * features, features);
        }
        return MinibatchCka.Compute(x, shuffled, options);
    }
}
