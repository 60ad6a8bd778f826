using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Benchmarks;

/// <summary>
/// Seconds per batch, of as many batches as threads, of comparing several networks in one pass, every one with itself and every other, and
/// the memory of the whole process beyond their weights.
/// </summary>
internal static class CkaScaleBenchmark
{
    private const int Batch = 256;

    public static Command Command()
    {
        var models = new Option<string[]>("--models")
        {
            Description = "DEPTH-WIDTH:HOW-MANY, such as 38-1:5",
            DefaultValueFactory = _ => ["38-1:1", "38-1:2", "38-1:5", "164-1:2", "38-1:10", "38-1:20"],
            AllowMultipleArgumentsPerToken = true
        };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 3 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Math.Min(2, Threads.Available()) };
        var output = new Option<string>("--name") { Description = "of the result file", DefaultValueFactory = _ => "cka-scale" };
        var command = new Command("cka-scale", "Time and memory of comparing 1 to 20 networks in one pass.") { models, repetitions,
            threads, output };
        command.SetAction(parsed => Run(parsed.GetValue(models)!, parsed.GetValue(repetitions), parsed.GetValue(threads),
            parsed.GetValue(output)!));
        return command;
    }

    private static int Run(string[] models, int repetitions, int threads, string name)
    {
        Threads.Set(threads);
        var cases = new List<BenchmarkCase>();
        var alone = new Dictionary<string, double>();
        foreach (string model in models)
        {
            string[] parts = model.Split('-', ':');
            int count = int.Parse(parts[2], CultureInfo.InvariantCulture);
            using var networks = new RandomNetworks($"{parts[0]}-{parts[1]}", count, Batch * threads);
            var pairs = new List<(int, int)>();
            for (int a = 0; a < count; a++)
                for (int b = a; b < count; b++) pairs.Add((a, b));
            double[] seconds = new double[repetitions];
            double most = 0;
            for (int r = -1; r < repetitions; r++)
            {
                if (OperatingSystem.IsLinux()) ForgetPeak();
                double time = Timing.Seconds(() => ModelComparison.Compare(networks.Models, pairs, new() { Batch = Batch, Passes = 1 }))
                    / threads;
                most = Math.Max(most, Memory("VmHWM") * 1024.0);
                if (r >= 0) seconds[r] = time;
            }
            double peak = most - count * networks.Models[0].Spec.ParameterCount * sizeof(float);
            var timing = new Timing("Strata, exact", seconds);
            var figures = new List<Figure> { new("peak memory of the process beyond weights", peak / (1 << 30), Better.Lower, 2, "GiB") };
            if (count == 1) alone[networks.Name] = timing.Median;
            else if (alone.TryGetValue(networks.Name, out double one))
                figures.Add(new("time per network / that of one alone", timing.Median / count / one, Better.Lower));
            cases.Add(
                new(
                    $"{count} × {networks.Name}, {networks.Models.Sum(m => m.Layers.Count)} layers, {pairs.Count} pairs of networks, "
                    + $"batch {Batch}, {threads} threads", [timing], figures));
            Console.Error.WriteLine($"{count} × {networks.Name}: {timing.Median:0.00} s per batch, {peak / (1 << 30):0.00} GiB");
        }
        return Report.Write(name, "s per batch", "none", cases);
    }

    /// <summary>Begins a new peak, without what earlier comparisons and making the networks have left to the process.</summary>
    private static void ForgetPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library than glibc.
        }
        File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>A line of Linux' account of this process, in kB; 0 elsewhere.</summary>
    private static long Memory(string field)
        => File.Exists("/proc/self/status")
        ? long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(field, StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) : 0;

    [DllImport("libc")]
    private static extern int malloc_trim(nint pad);
}
