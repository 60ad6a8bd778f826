namespace Strata.Runtime;

/// <summary>Holds what work would take against what there is, before the work starts.</summary>
public static class MachineMemory
{
    /// <summary>Bytes that this process may use: the least of the machine's memory and a container's limit.</summary>
    public static long Bytes => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>As <c>1.5 GiB</c>.</summary>
    public static string Gibibytes(long bytes) => $"{bytes / (double)(1L << 30):0.0} GiB";

    /// <summary>Why some work does not fit, with the batch that would; null where it fits.</summary>
    /// <param name="work">As the subject of a sentence, such as <c>training vit6-192x</c>.</param>
    /// <param name="batch">Examples at once.</param>
    /// <param name="bytes">That the work takes with so many examples at once.</param>
    /// <param name="available">Bytes there are; null: <see cref="Bytes"/>.</param>
    internal static string? Problem(string work, int batch, Func<int, long> bytes, long? available = null)
    {
        long there = available ?? Bytes, needed = bytes(batch);
        if (needed <= there) return null;
        int fits = 0;
        for (int step = 1 << 30; step > 0; step >>= 1)
        {
            if (step < batch - fits && bytes(fits + step) <= there) fits += step;
        }
        return $"{work} with a batch of {batch} takes about {Gibibytes(needed)}, but this machine has {Gibibytes(there)}; "
            + (fits > 0 ? $"a batch of {fits} would fit" : "no batch would fit");
    }
}
