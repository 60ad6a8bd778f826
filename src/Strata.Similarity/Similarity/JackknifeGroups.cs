namespace Strata.Similarity;

/// <summary>
/// The batches of a pass as the jackknife leaves them out: each by itself as long as what must be kept of them fits into 32 MiB for a pair
/// of models, else neighbours together. It depends on that pair alone, so that others compared beside it change nothing.
/// </summary>
internal static class JackknifeGroups
{
    private const long MostBytes = 32L << 20;

    /// <summary>However many layers there are, a jackknife of fewer groups would scatter by more than a fifth.</summary>
    private const long Fewest = 16;

    /// <summary>Consecutive batches of a group, of which the last may have fewer.</summary>
    /// <param name="batches">Of a pass.</param>
    public static int Size(long countA, long countB, int batches)
    {
        long most = Math.Max(Fewest, MostBytes / (sizeof(float) * countA * countB));
        return (int)((batches + most - 1) / most);
    }

    /// <summary>How many groups there are.</summary>
    public static int Count(long countA, long countB, int batches)
    {
        int size = Math.Max(1, Size(countA, countB, batches));
        return (batches + size - 1) / size;
    }
}
