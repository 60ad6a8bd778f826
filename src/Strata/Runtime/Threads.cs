using TorchSharp;

namespace Strata.Runtime;

/// <summary>How many threads compute. Results keep their bits only for the same number, so it stands in every manifest.</summary>
public static class Threads
{
    private static readonly string[] s_quotaFiles = ["/sys/fs/cgroup/cpu.max"];

    /// <summary>Threads that this process may use: cores it may run on, less what a cgroup quota or Slurm allots.</summary>
    public static int Available()
    {
        int threads = Environment.ProcessorCount;
        if (int.TryParse(Environment.GetEnvironmentVariable("SLURM_CPUS_PER_TASK"), out int slurm) && slurm > 0) threads = Math.Min(threads, slurm);
        foreach (string file in s_quotaFiles.Where(File.Exists))
        {
            string[] parts = File.ReadAllText(file).Split(' ', StringSplitOptions.TrimEntries);
            if (parts.Length == 2 && double.TryParse(parts[0], out double quota) && double.TryParse(parts[1], out double period) && period > 0)
                threads = Math.Min(threads, Math.Max(1, (int)Math.Floor(quota / period)));
        }
        return threads;
    }

    /// <summary>Threads that libtorch and our own kernels use from now on.</summary>
    /// <exception cref="InvalidOptionsException">Less than 1 or more than 1024.</exception>
    public static void Set(int threads)
    {
        if (threads is < 1 or > 1024) throw new InvalidOptionsException($"threads: {threads} is not from 1 to 1024");
        torch.set_num_threads(threads);
        ParallelRows.Parts = threads;
    }

    /// <summary>What <see cref="Set"/> was last called with, else 1.</summary>
    public static int Current => ParallelRows.Parts;
}
