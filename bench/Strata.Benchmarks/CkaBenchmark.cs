using System.CommandLine;
using Strata.Activations;
using Strata.Engine;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Training;
using static TorchSharp.torch;

namespace Strata.Benchmarks;

/// <summary>
/// Seconds per batch of comparing all layers of a network: Strata, its bare forward pass, and what PyTorch takes for the pass and for three
/// ways of comparing, one after the other in every repetition. Strata compares several batches, of which its threads take one each where
/// that fits; the bare pass is measured that way too.
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
        var models = new Option<string[]>("--models")
        {
            Description = "DEPTH-WIDTH, such as 38-1",
            DefaultValueFactory = _ => ["38-1", "38-4", "26-2"],
            AllowMultipleArgumentsPerToken = true
        };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 7 };
        var pairs = new Option<int>("--pairs")
        {
            Description = "of layers, that the pairwise peers are timed on",
            DefaultValueFactory = _ => 12
        };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Math.Min(2, Threads.Available()) };
        var batches = new Option<int>("--batches")
        {
            Description = "of a comparison; CIFAR-10's test images are 40",
            DefaultValueFactory = _ => 20
        };
        var output = new Option<string>("--name") { Description = "of the result file", DefaultValueFactory = _ => "cka" };
        var command = new Command("cka", "Seconds per batch of comparing all layers, beside the bare forward pass and PyTorch.") { models,
            repetitions, pairs, threads, batches, output };
        command.SetAction(parsed => Run(parsed.GetValue(models)!, parsed.GetValue(repetitions), parsed.GetValue(pairs),
            parsed.GetValue(threads), parsed.GetValue(batches), parsed.GetValue(output)!));
        return command;
    }

    private static int Run(string[] models, int repetitions, int pairs, int threads, int batches, string name)
    {
        Threads.Set(threads);
        var cases = new List<BenchmarkCase>();
        string peerVersion = "";
        foreach (string model in models)
        {
            string[] parts = model.Split('-');
            using var networks = new RandomNetworks(model, 1, Batch * batches);
            using var peer = Peer.Python("cka.py", "--depth", parts[0], "--width", parts[1], "--batch", $"{Batch}", "--threads",
                $"{threads}", "--pairs", $"{pairs}");
            peerVersion = peer.Version;
            TrainedModel network = networks.Models[0];
            var libtorch = new ForwardPass(network.Spec.Graph, network.Weights,
                new InferenceConvolutions(network.Weights, own: false));
            var options = new ComparisonOptions { Batch = Batch, Passes = 1 };
            var contestants = new List<(string Name, Func<double> Time)>
            {
                ("Strata, bare forward pass", () => Timing.Seconds(() => Pass(network, network.Forward))),
                ("Strata's pass on libtorch's convolutions", () => Timing.Seconds(() => Pass(network, libtorch))),
                ("Strata, bare pass, a batch to each thread", () => Timing.Seconds(() => Passes(network, batches, threads)) / batches),
                ("Strata, exact", () => Timing.Seconds(() => Compare(network, options)) / batches),
                ("Strata, fast", () => Timing.Seconds(() => Compare(network, options with { Precision = Precision.Bf16 })) / batches),
                ("Strata, exact with components",
                    () => Timing.Seconds(() => Compare(network, options with { Components = true })) / batches),
                ("Strata, exact without PC1",
                    () => Timing.Seconds(() => Compare(network, options with { WithoutComponents = 1 })) / batches),
            };
            contestants.AddRange(s_peers.Select(p => (p.Name, (Func<double>)(() => peer.Time(p.Mode)))));
            double[][] seconds = [.. contestants.Select(_ => new double[repetitions])];
            foreach (var contestant in contestants) contestant.Time();
            for (int r = 0; r < repetitions; r++)
            {
                for (int c = 0; c < contestants.Count; c++) seconds[c][r] = AtLeastOneSecond(contestants[c].Time);
            }
            Timing[] timings = [.. contestants.Select((c, i) => new Timing(c.Name, seconds[i]))];
            Timing own = timings[0], pass = timings[1], alone = timings[2], exact = timings[3], fast = timings[4], peerPass = timings[7],
                papers = timings[8];
            // Targets are set for these two, and beside ways whose cost grows with the square of the layers for the first alone.
            (double? toExact, double? toFast) = model switch
            {
                "38-1" => (2.0, 1.5),
                "38-4" => (1.4, 1.2),
                _ => default((double?, double?))
            };
            (double? fromTorchCka, double? fromCkatorch) = model == "38-1" ? (140.0, 800.0) : default((double?, double?));
            (double? fromPapersExact, double? fromPapersFast) = toExact is null ? default((double?, double?)) : (2.0, 2.5);
            Figure[] figures =
            [
                new("exact / bare pass on libtorch's convolutions", exact.RatioTo(pass), Better.Lower, toExact),
                new("fast / bare pass on libtorch's convolutions", fast.RatioTo(pass), Better.Lower, toFast),
                new("exact / PyTorch's bare pass", exact.RatioTo(peerPass), Better.Lower),
                new("fast / PyTorch's bare pass", fast.RatioTo(peerPass), Better.Lower),
                new("exact / Strata's bare pass", exact.RatioTo(own), Better.Lower),
                new("fast / Strata's bare pass", fast.RatioTo(own), Better.Lower),
                new("exact / Strata's bare pass, a batch to each thread", exact.RatioTo(alone), Better.Lower),
                new("fast / Strata's bare pass, a batch to each thread", fast.RatioTo(alone), Better.Lower),
                new("Strata's bare pass / on libtorch's convolutions", own.RatioTo(pass), Better.Lower),
                new("with components / exact", timings[5].RatioTo(exact), Better.Lower, 1.15),
                new("without PC1 / exact", timings[6].RatioTo(exact), Better.Lower, 1.5),
                new("the papers' algorithm / exact", papers.RatioTo(exact), Better.Higher, fromPapersExact),
                new("the papers' algorithm / fast", papers.RatioTo(fast), Better.Higher, fromPapersFast),
                new("torch_cka's way / exact", timings[9].RatioTo(exact), Better.Higher, fromTorchCka),
                new("ckatorch's way / exact", timings[10].RatioTo(exact), Better.Higher, fromCkatorch),
            ];
            cases.Add(new($"{networks.Name}, {network.Layers.Count} layers, batch {Batch}, {threads} threads", timings, figures));
            Console.Error.WriteLine(
                $"{networks.Name}: exact {exact.RatioTo(pass):0.00}, fast {fast.RatioTo(pass):0.00} × the bare forward pass on "
                + $"libtorch's convolutions; the papers' algorithm takes {papers.RatioTo(exact):0.00} × exact");
        }
        return Report.Write(name, "s per batch", peerVersion, cases);
    }

    /// <summary>
    /// Mean of as many calls as fill a second: the first after another process has had the machine is slower than those behind it.
    /// </summary>
    private static double AtLeastOneSecond(Func<double> time)
    {
        double sum = 0;
        int calls = 0;
        for (; sum < 1; calls++) sum += time();
        return sum / calls;
    }

    private static void Pass(TrainedModel network, ForwardPass forward)
    {
        using Tensor images = network.Images([.. Enumerable.Range(0, Batch)]);
        forward.Run(images).Dispose();
    }

    private static void Passes(TrainedModel network, int batches, int threads) => SideBySide.Run(
        batches,
        threads,
        (_, batch) =>
        {
            network.Visit([.. Enumerable.Range(batch * Batch, Batch)], [], (_, _) => { });
            return 0;
        },
        (_, _) => { });

    private static void Compare(TrainedModel network, ComparisonOptions options) => ModelComparison.Compare([network], [(0, 0)], options);
}
