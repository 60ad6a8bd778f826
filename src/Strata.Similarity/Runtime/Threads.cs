using System.Globalization;

namespace Strata.Runtime;

/// <summary>How many threads compute. Results keep their bits only for the same number, so it stands in every manifest.</summary>
public static class Threads
{
    /// <summary>The most that may be asked for: enough to repeat on a small machine what a large one computed.</summary>
    public static int Most { get; } = Math.Max(256, Environment.ProcessorCount);

    /// <summary>
    /// Threads that this process should use: what <c>OMP_NUM_THREADS</c> asks for, else the cores it may run on, less what a cgroup quota
    /// (both .NET's count, a part of a core rounded up) or Slurm's <c>SLURM_CPUS_PER_TASK</c> allots.
    /// </summary>
    public static int Available() => OpenMp ?? Math.Min(Environment.ProcessorCount, Slurm ?? int.MaxValue);

    /// <summary>What Slurm allots to this task; null outside Slurm or where it does not say.</summary>
    public static int? Slurm => Positive(Environment.GetEnvironmentVariable("SLURM_CPUS_PER_TASK"));

    /// <summary>What <c>OMP_NUM_THREADS</c> asks for, of a list the first; null where that is no number of threads.</summary>
    public static int? OpenMp
        => Positive(Environment.GetEnvironmentVariable("OMP_NUM_THREADS")?.Split(',')[0]) is { } asked ? Math.Min(asked, Most) : null;

    /// <summary>What is wrong with a number of threads, or null.</summary>
    public static string? Problem(int threads) => threads >= 1 && threads <= Most ? null : $"{threads} is not from 1 to {Most}";

    /// <summary>Threads that our own kernels, and libtorch where the program has it, use from now on.</summary>
    /// <exception cref="InvalidOptionsException">Less than 1 or more than <see cref="Most"/>.</exception>
    public static void Set(int threads)
    {
        SetWithoutTensors(threads);
        if (Libtorch.Here is { } libtorch) libtorch.Threads = threads;
    }

    /// <summary>The same for programs that compute with no tensors, and need not wait for libtorch to load.</summary>
    /// <exception cref="InvalidOptionsException">Less than 1 or more than <see cref="Most"/>.</exception>
    public static void SetWithoutTensors(int threads)
    {
        if (Problem(threads) is { } problem) throw new InvalidOptionsException($"threads: {problem}");
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

    private static int? Positive(string? text)
        => int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;

    /// <summary>As <see cref="Limit"/>, for loops long enough to be stopped.</summary>
    internal static ParallelOptions LimitUntil(CancellationToken stop)
        => new() { MaxDegreeOfParallelism = Current, CancellationToken = stop };

    /// <summary>For loops that need no tensors: no more than <see cref="Current"/> at a time.</summary>
    internal static ParallelOptions Limit => new() { MaxDegreeOfParallelism = Current };
}
