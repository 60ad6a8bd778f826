using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Benchmarks;

/// <summary>Seconds per batch of comparing several networks in one pass, every one with itself and every other, and the memory of the whole process beyond their weights.</summary>
internal static class CkaScaleBenchmark
{
    private const int Batch = 256;

    public static Command Command()
    {
        var models = new Option<string[]>("--models") { Description = "DEPTH-WIDTH:HOW-MANY, such as 38-1:5", DefaultValueFactory = _ => ["38-1:1", "38-1:2", "38-1:5", "164-1:2", "38-1:10", "38-1:20"], AllowMultipleArgumentsPerToken = true };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 3 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Math.Min(2, Threads.Available()) };
        var output = new Option<string>("--name") { Description = "of the result file", DefaultValueFactory = _ => "cka-scale" };
        var command = new Command("cka-scale", "Time and memory of comparing 1 to 20 networks in one pass.") { models, repetitions, threads, output };
        command.SetAction(parsed => Run(parsed.GetValue(models)!, parsed.GetValue(repetitions), parsed.GetValue(threads), parsed.GetValue(output)!));
        return command;
    }

    private static int Run(string[] models, int repetitions, int threads, string name)
    {
        Threads.Set(threads);
        var cases = new List<(string, IReadOnlyList<Timing>, JsonObject)>();
        var table = new Table().AddColumns("networks", "layers", "pairs of networks", "s per batch", "min", "max", "s per batch and network", "MiB of the process beyond weights");
        foreach (string model in models)
        {
            string[] parts = model.Split('-', ':');
            int count = int.Parse(parts[2], CultureInfo.InvariantCulture);
            using var networks = new RandomNetworks(int.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture), count, Batch);
            var pairs = new List<(int, int)>();
            for (int a = 0; a < count; a++)
                for (int b = a; b < count; b++) pairs.Add((a, b));
            // The peak from here on; memory that an earlier case has left to the process counts too, so cases go from small to large.
            if (OperatingSystem.IsLinux()) File.WriteAllText("/proc/self/clear_refs", "5");
            double[] seconds = new double[repetitions];
            for (int r = -1; r < repetitions; r++)
            {
                var clock = Stopwatch.StartNew();
                ModelComparison.Compare(networks.Models, pairs, new() { Batch = Batch, Passes = 1 });
                if (r >= 0) seconds[r] = clock.Elapsed.TotalSeconds;
            }
            double peak = Memory("VmHWM") / 1024.0 - count * networks.Models[0].Spec.ParameterCount * sizeof(float) / 1048576.0;
            int layers = networks.Models.Sum(m => m.Layers.Count);
            var timing = new Timing("Strata, exact", seconds);
            cases.Add(($"{count} × {networks.Name}, batch {Batch}, {threads} threads", [timing], new JsonObject { ["layers"] = layers, ["pairs"] = pairs.Count, ["secondsPerNetwork"] = timing.Median / count, ["peakMiB"] = peak }));
            table.AddRow($"{count} × {networks.Name}", $"{layers}", $"{pairs.Count}", $"{timing.Median:0.00}", $"{timing.Minimum:0.00}", $"{timing.Maximum:0.00}", $"{timing.Median / count:0.00}", $"{peak:0}");
        }
        AnsiConsole.Write(table);
        Console.WriteLine(ResultFile.Write(name, "s per batch", "none", cases));
        return 0;
    }

    /// <summary>A line of Linux' account of this process, in kB; 0 elsewhere.</summary>
    private static long Memory(string field)
        => File.Exists("/proc/self/status") ? long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(field, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) : 0;
}
