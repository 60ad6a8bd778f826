using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Spectre.Console;
using Strata.Models;
using Strata.Runtime;
using Strata.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Benchmarks;

/// <summary>Training steps per second: Strata, its convolutions alone, and PyTorch's three modes, one after the other in every repetition.</summary>
internal static class TrainBenchmark
{
    private static readonly string[] s_modes = ["fp32", "bf16", "bf16-channels-last"];

    public static Command Command()
    {
        var models = new Option<string[]>("--models") { Description = "DEPTH-WIDTH, such as 38-1", DefaultValueFactory = _ => ["38-1", "110-1", "26-2", "14-8", "14-1"], AllowMultipleArgumentsPerToken = true };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "for one measurement, about", DefaultValueFactory = _ => 2.0 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Threads.Available() };
        var precision = new Option<string>("--precision") { DefaultValueFactory = _ => "bf16" };
        var output = new Option<string>("--name") { Description = "of the result file", DefaultValueFactory = _ => "train" };
        var command = new Command("train", "Images per second in training, beside the convolutions alone and PyTorch.") { models, repetitions, seconds, threads, precision, output };
        command.SetAction(parsed => Run(parsed.GetValue(models)!, parsed.GetValue(repetitions), parsed.GetValue(seconds), parsed.GetValue(threads), parsed.GetValue(precision) == "bf16", parsed.GetValue(output)!));
        return command;
    }

    private static int Run(string[] models, int repetitions, double seconds, int threads, bool bf16, string name)
    {
        const int Batch = 128;
        Threads.Set(threads);
        var cases = new List<(string, IReadOnlyList<Timing>, JsonObject)>();
        var table = new Table().AddColumns("model", "images/s", "median", "min", "max", "ratio of Strata to it");
        string peerVersion = "";
        foreach (string model in models)
        {
            string[] parts = model.Split('-');
            int depth = int.Parse(parts[0], CultureInfo.InvariantCulture);
            double width = double.Parse(parts[1], CultureInfo.InvariantCulture);
            using var peer = new Peer("train.py", "--depth", parts[0], "--width", parts[1], "--batch", $"{Batch}", "--threads", $"{threads}");
            peerVersion = peer.Version;
            var spec = (ResNetCifar)ModelSpecs.Create("resnet-cifar", depth, width, 10, 3, 32, residual: true);
            using var strata = new StrataSteps(spec, Batch, bf16);
            using var floor = new ConvolutionFloor(spec, Batch, bf16 ? ScalarType.BFloat16 : ScalarType.Float32);
            var contestants = new List<(string Name, Func<int, double> Time)> { ("Strata", strata.Time), ("convolutions alone", steps => Time(floor.Step, steps)) };
            contestants.AddRange(s_modes.Select(mode => ($"PyTorch {mode}", (Func<int, double>)(steps => peer.Time($"{mode} {steps}")))));
            double[][] rates = [.. contestants.Select(_ => new double[repetitions])];
            // Warm-up, and as many steps as fill the time.
            int[] counts = [.. contestants.Select(c => { c.Time(2); return Math.Max(2, (int)Math.Round(seconds / (c.Time(2) / 2))); })];
            for (int r = 0; r < repetitions; r++)
            {
                for (int c = 0; c < contestants.Count; c++) rates[c][r] = Batch * counts[c] / contestants[c].Time(counts[c]);
            }
            Timing[] timings = [.. contestants.Select((c, i) => new Timing(c.Name, rates[i]))];
            var ratios = new JsonObject { ["floor"] = timings[0].RatioTo(timings[1]), ["peer"] = timings[0].RatioTo(timings[2..].MaxBy(t => t.Median)!) };
            cases.Add(($"{spec.Name}, batch {Batch}, {threads} threads, {(bf16 ? "bf16" : "fp32")}", timings, ratios));
            foreach (Timing t in timings) table.AddRow(t == timings[0] ? spec.Name : "", t.Name, $"{t.Median:0}", $"{t.Minimum:0}", $"{t.Maximum:0}", $"{timings[0].RatioTo(t):0.00}");
            Console.Error.WriteLine($"{spec.Name}: {timings[0].Median:0} images/s, {ratios["floor"]!.GetValue<double>():0.00} of the convolutions alone, {ratios["peer"]!.GetValue<double>():0.00} × PyTorch's best");
        }
        AnsiConsole.Write(table);
        Console.WriteLine(ResultFile.Write(name, "images/s", peerVersion, cases));
        return 0;
    }

    private static double Time(Action step, int steps)
    {
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < steps; i++) step();
        return clock.Elapsed.TotalSeconds;
    }

    /// <summary>Whole training steps on batches that lie ready: forward, loss, backward, update.</summary>
    private sealed class StrataSteps : IDisposable
    {
        private readonly NetworkWeights _weights;
        private readonly TrainingStep _step;
        private readonly List<Tensor> _images = [];
        private readonly int[] _labels;

        public StrataSteps(ResNetCifar spec, int batch, bool bf16)
        {
            _weights = NetworkWeights.Initial(spec, 0);
            _step = new(_weights, new TrainingOptions(), new(0.01), bf16);
            _labels = [.. Enumerable.Range(0, batch).Select(i => i % spec.Classes)];
            for (int i = 0; i < 8; i++)
            {
                using Tensor rows = torch.rand([batch, spec.Size, spec.Size, spec.Channels]);
                _images.Add(rows.permute(0, 3, 1, 2).DetachFromDisposeScope());
            }
        }

        public double Time(int steps)
        {
            int i = 0;
            return TrainBenchmark.Time(() =>
            {
                _step.Gradients(_images[i++ % _images.Count], _labels);
                _step.Optimizer.Step(0.01);
            }, steps);
        }

        public void Dispose()
        {
            _step.Dispose();
            _weights.Dispose();
            foreach (Tensor images in _images) images.Dispose();
        }
    }
}
