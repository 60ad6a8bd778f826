using Strata.Runtime;
using Strata.Training;

namespace Strata.Similarity;

/// <summary>What a comparison takes of memory, and how threads share its batches.</summary>
internal static class ComparisonMemory
{
    /// <summary>
    /// The largest tensor of a batch that is one thread's own: glibc holds none of 64 MiB in the heap of a thread that is not the first,
    /// and maps each anew.
    /// </summary>
    private const long OwnTensor = 48L << 20;

    /// <summary>
    /// Whether each thread takes batches of its own, which saves an eighth of the time and more with networks of 16 and 32 channels, unless
    /// too many threads are without one at the end. Threads that share a batch sum to other bits, so that memory may not decide.
    /// </summary>
    /// <param name="batches">Of all passes of the comparison, whoever sums them.</param>
    /// <param name="features">Of the largest layer.</param>
    public static bool HasOwnBatches(int threads, int batches, int batch, long features)
    {
        int rounds = (batches + threads - 1) / threads;
        return threads > 1 && ParallelRows.HoldsLibtorch && sizeof(float) * batch * features <= OwnTensor
            && rounds * threads * 7 <= batches * 8;
    }

    /// <summary>How many batches there are, over all passes: a rest of fewer than four examples is none.</summary>
    public static int Batches(int examples, int batch, int passes) => (examples / batch + (examples % batch >= 4 ? 1 : 0)) * passes;

    /// <summary>
    /// Bytes of one batch at work: Grams and what making them needs, products of all pairs, and the four tensors of the largest layer that
    /// a forward pass has at a time.
    /// </summary>
    public static long BatchBytes(IEnumerable<int> layers, IEnumerable<(int A, int B)> pairs, int batch, long features, int threads)
        => PackedGrams.Bytes(layers.Sum(), batch, threads) + pairs.Sum(p => (long)p.A * p.B * sizeof(double))
        + 4 * sizeof(float) * batch * features;

    /// <summary>How many threads have a batch at the same time: as many as half of the memory has room for.</summary>
    public static int Workers(int threads, long bytes)
        => (int)Math.Clamp(MachineMemory.Bytes / 2 / bytes, 1, threads);

    /// <inheritdoc cref="ModelComparison.Bytes"/>
    public static long Bytes(IReadOnlyList<int> layers, IReadOnlyList<(int A, int B)> pairs, long features, int examples,
        ComparisonOptions options, int threads)
    {
        int batch = Math.Min(options.Batch, examples), batches = Batches(examples, batch, options.Batch >= examples ? 1 : options.Passes);
        int sharing = HasOwnBatches(threads, batches, batch, features) ? 1 : threads;
        long each = BatchBytes(layers, pairs, batch, features, sharing);
        int pass = Batches(examples, batch, 1);
        // What is looked at before the first batch is gone by then.
        long before = options.Precision == Precision.Bf16 ? RoundingCheck.Bytes(layers.Max(), batch, sharing) : 0;
        long atWork = Math.Max(before, (sharing > 1 ? 1 : Workers(threads, each)) * each);
        return atWork + pairs.Sum(p => PairTotals.Bytes(p.A, p.B, pass));
    }

    /// <summary>Why layers cannot be compared in the memory that this process may use, or null.</summary>
    /// <param name="sums">Bytes of the sums of all pairs.</param>
    public static string? Problem(int layers, int batch, long sums)
    {
        // What .NET reports here is the least of the machine's memory and a container's limit.
        long bytes = PackedGrams.Bytes(layers, batch, 1) + sums, available = MachineMemory.Bytes;
        return bytes > available * 0.7
            ? $"batch: {layers} layers × {batch} examples take {bytes / 1e9:0.0} GB of Grams and sums, more than 70 % of the "
            + $"{available / 1e9:0.0} GB that this process may use; take a smaller batch or fewer layers"
            : null;
    }
}
