using System.CommandLine;
using System.Globalization;
using Strata.Models;
using Strata.Processor;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Benchmarks;

/// <summary>
/// Training steps per second: Strata, its convolutions alone, and PyTorch's three modes, one after the other in every repetition.
/// </summary>
internal static class TrainBenchmark
{
    private static readonly string[] s_modes = ["fp32", "bf16", "bf16-channels-last"];

    public static Command Command()
    {
        var models = new Option<string[]>("--models")
        {
            Description = BenchmarkModel.Says,
            DefaultValueFactory = _ => ["38-1", "110-1", "26-2", "14-8", "14-1"],
            AllowMultipleArgumentsPerToken = true
        };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "for one measurement, about", DefaultValueFactory = _ => 2.0 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Threads.Available() };
        var precision = new Option<string>("--precision") { DefaultValueFactory = _ => "bf16" };
        var output = new Option<string>("--name") { Description = "of the result file", DefaultValueFactory = _ => "train" };
        var command = new Command("train", "Images per second in training, beside the convolutions alone and PyTorch.") { models,
            repetitions, seconds, threads, precision, output };
        command.SetAction(parsed => Run(parsed.GetValue(models)!, parsed.GetValue(repetitions), parsed.GetValue(seconds),
            parsed.GetValue(threads), parsed.GetValue(precision) == "bf16", parsed.GetValue(output)!));
        return command;
    }

    private static int Run(string[] models, int repetitions, double seconds, int threads, bool bf16, string name)
    {
        const int Batch = 128;
        Threads.Set(threads);
        var cases = new List<BenchmarkCase>();
        string peerVersion = "";
        foreach (string model in models)
        {
            (string family, int depth, double width) = BenchmarkModel.Parts(model);
            using var peer = Peer.Python("train.py", "--family", family, "--depth", $"{depth}", "--width",
                width.ToString(CultureInfo.InvariantCulture), "--batch", $"{Batch}", "--threads", $"{threads}");
            peerVersion = peer.Version;
            ModelSpec spec = BenchmarkModel.Parse(model);
            using var strata = new TrainingSteps(spec, Batch, bf16);
            // Of other families convolutions are not nearly all, and where they cannot be trusted they may end the process.
            using ConvolutionFloor? floor = family == "resnet-cifar" && !CpuFeatures.HidesCaches
                ? new(spec, Batch, bf16 ? ScalarType.BFloat16 : ScalarType.Float32) : null;
            var contestants = new List<(string Name, Func<int, double> Time)> { ("Strata", strata.Time) };
            if (floor is not null) contestants.Add(("convolutions alone", steps => Timing.Seconds(floor.Step, steps)));
            contestants.AddRange(s_modes.Select(mode => ($"PyTorch {mode}", (Func<int, double>)(steps => peer.Time($"{mode} {steps}")))));
            double[][] rates = [.. contestants.Select(_ => new double[repetitions])];
            // Warm-up, and as many steps as fill the time.
            int[] counts = [.. contestants.Select(c => { c.Time(2); return Math.Max(2, (int)Math.Round(seconds / (c.Time(2) / 2))); })];
            for (int r = 0; r < repetitions; r++)
            {
                for (int c = 0; c < contestants.Count; c++) rates[c][r] = Batch * counts[c] / contestants[c].Time(counts[c]);
            }
            Timing[] timings = [.. contestants.Select((c, i) => new Timing(c.Name, rates[i]))];
            Timing best = timings[^s_modes.Length..].MaxBy(t => t.Median)!;
            // The targets were set for networks that a step keeps busy; the small one shows where that ends.
            bool targeted = family == "resnet-cifar" && (depth > 14 || width > 1);
            Figure[] figures =
            [
                .. floor is null ? (Figure[])[]
                    : [new("Strata / convolutions alone", timings[0].RatioTo(timings[1]), Better.Higher, targeted ? 0.85 : null)],
                new("Strata / PyTorch's best mode", timings[0].RatioTo(best), Better.Higher, targeted ? 1 : null),
            ];
            cases.Add(new($"{spec.Name}, batch {Batch}, {threads} threads, {(bf16 ? "bf16" : "fp32")}", timings, figures));
            Console.Error.WriteLine(
                $"{spec.Name}: {timings[0].Median:0} images/s, "
                + (floor is null ? "" : $"{figures[0].Value:0.00} of the convolutions alone, ")
                + $"{figures[^1].Value:0.00} × {best.Name}");
        }
        return Report.Write(name, "images/s", peerVersion, cases);
    }
}
