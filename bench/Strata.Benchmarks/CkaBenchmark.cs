using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Strata.Activations;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Training;

namespace Strata.Benchmarks;

/// <summary>
/// Seconds per batch of comparing all layers of a network: Strata, its bare forward pass, and what PyTorch takes for the pass and for three ways of
/// comparing, one after the other in every repetition.
/// </summary>
internal static class CkaBenchmark
{
    private const int Batch = 256;

    /// <summary>What the peer is asked for, and whether it is a part that is scaled to the whole.</summary>
    private static readonly (string Mode, string Name)[] s_peers =
    [
        ("forward", "PyTorch, bare forward pass"),
        ("papers", "PyTorch, the papers' algorithm"),
        ("torch_cka", "torch_cka's way, some pairs scaled"),
        ("ckatorch", "ckatorch's way, some pairs scaled"),
    ];

    public static Command Command()
    {
        var models = new Option<string[]>("--models") { Description = "DEPTH-WIDTH, such as 38-1", DefaultValueFactory = _ => ["38-1", "38-4", "26-2"], AllowMultipleArgumentsPerToken = true };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 7 };
        var pairs = new Option<int>("--pairs") { Description = "of layers, that the pairwise peers are timed on", DefaultValueFactory = _ => 12 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Math.Min(2, Threads.Available()) };
        var output = new Option<string>("--name") { Description = "of the result file", DefaultValueFactory = _ => "cka" };
        var command = new Command("cka", "Seconds per batch of comparing all layers, beside the bare forward pass and PyTorch.") { models, repetitions, pairs, threads, output };
        command.SetAction(parsed => Run(parsed.GetValue(models)!, parsed.GetValue(repetitions), parsed.GetValue(pairs), parsed.GetValue(threads), parsed.GetValue(output)!));
        return command;
    }

    private static int Run(string[] models, int repetitions, int pairs, int threads, string name)
    {
        Threads.Set(threads);
        var cases = new List<(string, IReadOnlyList<Timing>, JsonObject)>();
        var table = new Table().AddColumns("network", "s per batch", "median", "min", "max", "× Strata's pass", "× PyTorch's pass");
        string peerVersion = "";
        foreach (string model in models)
        {
            string[] parts = model.Split('-');
            (int depth, double width) = (int.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
            using var networks = new RandomNetworks(depth, width, 1, Batch);
            using var peer = new Peer("cka.py", "--depth", parts[0], "--width", parts[1], "--batch", $"{Batch}", "--threads", $"{threads}", "--pairs", $"{pairs}");
            peerVersion = peer.Version;
            TrainedModel network = networks.Models[0];
            var options = new ComparisonOptions { Batch = Batch, Passes = 1 };
            var contestants = new List<(string Name, Func<double> Time)>
            {
                ("Strata, bare forward pass", () => Time(() => Pass(network))),
                ("Strata, exact", () => Time(() => Compare(network, options))),
                ("Strata, fast", () => Time(() => Compare(network, options with { Precision = Precision.Bf16 }))),
                ("Strata, exact with components", () => Time(() => Compare(network, options with { Components = true }))),
                ("Strata, exact without PC1", () => Time(() => Compare(network, options with { WithoutComponents = 1 }))),
            };
            contestants.AddRange(s_peers.Select(p => (p.Name, (Func<double>)(() => peer.Time(p.Mode)))));
            double[][] seconds = [.. contestants.Select(_ => new double[repetitions])];
            foreach (var contestant in contestants) contestant.Time();
            for (int r = 0; r < repetitions; r++)
            {
                for (int c = 0; c < contestants.Count; c++) seconds[c][r] = contestants[c].Time();
            }
            Timing[] timings = [.. contestants.Select((c, i) => new Timing(c.Name, seconds[i]))];
            Timing pass = timings[0], exact = timings[1], fast = timings[2], peerPass = timings[5];
            var ratios = new JsonObject
            {
                ["exactToPass"] = exact.RatioTo(pass),
                ["fastToPass"] = fast.RatioTo(pass),
                ["exactToPyTorchPass"] = exact.RatioTo(peerPass),
                ["fastToPyTorchPass"] = fast.RatioTo(peerPass),
                ["componentsToExact"] = timings[3].RatioTo(exact),
                ["withoutPc1ToExact"] = timings[4].RatioTo(exact),
                ["papersToExact"] = timings[6].RatioTo(exact),
                ["papersToFast"] = timings[6].RatioTo(fast),
                ["torchCkaToExact"] = timings[7].RatioTo(exact),
                ["ckatorchToExact"] = timings[8].RatioTo(exact),
            };
            cases.Add(($"{networks.Name}, {network.Layers.Count} layers, batch {Batch}, {threads} threads", timings, ratios));
            foreach (Timing t in timings)
                table.AddRow(t == pass ? networks.Name : "", t.Name, $"{t.Median:0.000}", $"{t.Minimum:0.000}", $"{t.Maximum:0.000}", $"{t.RatioTo(pass):0.00}", $"{t.RatioTo(peerPass):0.00}");
            Console.Error.WriteLine($"{networks.Name}: exact {exact.RatioTo(pass):0.00}, fast {fast.RatioTo(pass):0.00} × the bare forward pass; the papers' algorithm takes {timings[6].RatioTo(exact):0.00} × exact");
        }
        AnsiConsole.Write(table);
        Console.WriteLine(ResultFile.Write(name, "s per batch", peerVersion, cases));
        return 0;
    }

    private static void Pass(TrainedModel network) => network.Visit([.. Enumerable.Range(0, Batch)], [], (_, _) => { });

    private static void Compare(TrainedModel network, ComparisonOptions options) => ModelComparison.Compare([network], [(0, 0)], options);

    private static double Time(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }
}
