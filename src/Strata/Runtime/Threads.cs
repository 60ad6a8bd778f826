using System.Globalization;
using TorchSharp;

namespace Strata.Runtime;

/// <summary>How many threads compute. Results keep their bits only for the same number, so it stands in every manifest.</summary>
public static class Threads
{
    /// <summary>
    /// Threads that this process may use: cores it may run on, less what a cgroup quota (both .NET's count, a part of a core rounded up) or
    /// Slurm's <c>SLURM_CPUS_PER_TASK</c> allots.
    /// </summary>
    public static int Available() => Slurm is { } slurm ? Math.Min(Environment.ProcessorCount, slurm) : Environment.ProcessorCount;

    /// <summary>What Slurm allots to this task; null outside Slurm or where it does not say.</summary>
    public static int? Slurm
        => int.TryParse(Environment.GetEnvironmentVariable("SLURM_CPUS_PER_TASK"), CultureInfo.InvariantCulture, out int cores) && cores > 0
            ? cores : null;

    /// <summary>Threads that libtorch and our own kernels use from now on.</summary>
    /// <exception cref="InvalidOptionsException">Less than 1 or more than 1024.</exception>
    public static void Set(int threads)
    {
        SetWithoutTensors(threads);
        torch.set_num_threads(threads);
    }

    /// <summary>The same for programs that compute with no tensors, and need not wait for libtorch to load.</summary>
    /// <exception cref="InvalidOptionsException">Less than 1 or more than 1024.</exception>
    public static void SetWithoutTensors(int threads)
    {
        if (threads is < 1 or > 1024) throw new InvalidOptionsException($"threads: {threads} is not from 1 to 1024");
        ParallelRows.Parts = threads;
        s_chosen = threads;
    }

    private static int? s_chosen;

    /// <summary>
    /// What <see cref="Set"/> was last called with, else all that this process may use: for reading, which no result depends on.
    /// </summary>
    internal static int Chosen => s_chosen ?? Available();

    /// <summary>What <see cref="Set"/> was last called with, else 1; 1 for work that one of several threads does for itself.</summary>
    public static int Current => ParallelRows.Parts;

    /// <summary>For loops that need no tensors: no more than <see cref="Current"/> at a time.</summary>
    internal static ParallelOptions Limit => new() { MaxDegreeOfParallelism = Current };
}
