using Strata.Runtime;

namespace Strata.Data;

/// <summary>The order in which an epoch shows the training examples.</summary>
public static class BatchOrder
{
    /// <summary>A permutation of [0, <paramref name="count"/>) that depends on seed and epoch alone.</summary>
    /// <param name="count">Training examples.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="epoch">Which epoch; each has its own order.</param>
    public static int[] Epoch(int count, long seed, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new RandomSequence(seed, "order", epoch).Permutation(count);
    }
}
