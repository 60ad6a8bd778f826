using System.CommandLine;
using System.Diagnostics;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Processor;
using Strata.Runtime;
using Strata.Training;

namespace Strata.Benchmarks;

/// <summary>How long steps of a training wait for their images, where these are decoded meanwhile out of their files.</summary>
internal static class WaitsBenchmark
{
    public static Command Command()
    {
        var data = new Option<string>("--data") { Description = "images in files, such as imagefolder:images.tar@64", Required = true };
        var depth = new Option<int>("--depth") { Description = "of a CIFAR ResNet of width 1", DefaultValueFactory = _ => 14 };
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 128 };
        var steps = new Option<int>("--steps") { Description = "of one measurement", DefaultValueFactory = _ => 20 };
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 5 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Threads.Available() };
        var output = new Option<string>("--name") { Description = "of the result file", DefaultValueFactory = _ => "waits" };
        var command = new Command("waits", "The share of a training's time in which steps wait for streamed images.") { data, depth, batch,
            steps, repetitions, threads, output };
        command.SetAction(parsed => Run(parsed.GetValue(data)!, parsed.GetValue(depth), parsed.GetValue(batch), parsed.GetValue(steps),
            parsed.GetValue(repetitions), parsed.GetValue(threads), parsed.GetValue(output)!));
        return command;
    }

    private static int Run(string data, int depth, int batch, int steps, int repetitions, int threads, string name)
    {
        Threads.Set(threads);
        ImageSet set = ImageSets.Load(data, new() { Reading = new() { Stream = StreamChoice.Always } });
        ModelSpec spec = ResNetCifar.Create(depth, 1, set.Classes.Count, set.Channels, set.Height);
        using NetworkWeights weights = NetworkWeights.Initial(spec, 0);
        bool bf16 = CpuFeatures.Detect().HasFastBf16;
        using var step = new TrainingStep(weights, new TrainingOptions(), new(0.01), bf16);
        using var loader = new BatchLoader(set, set.Train, null);
        int[] all = [.. Enumerable.Range(0, set.Train.Count)];
        using IEnumerator<Batch> batches = Enumerable.Range(1, int.MaxValue)
            .SelectMany(epoch => loader.Epoch(all, batch, Augmentation.RandomResizedCrop, 0, epoch)).GetEnumerator();
        (double Whole, double Waited) Measure(int count)
        {
            var waiting = new Stopwatch();
            double whole = Timing.Seconds(() =>
            {
                waiting.Start();
                batches.MoveNext();
                waiting.Stop();
                step.Gradients(batches.Current.Images, batches.Current.Labels);
                step.Optimizer.Step(0.01);
            }, count);
            return (whole / count, waiting.Elapsed.TotalSeconds / count);
        }

        Measure(3);
        (double Whole, double Waited)[] measured = [.. Enumerable.Range(0, repetitions).Select(_ => Measure(steps))];
        Timing whole = new("a step", [.. measured.Select(one => one.Whole)]),
            waited = new("of it waiting for images", [.. measured.Select(one => one.Waited)]);
        return Report.Write(name, "s", "none",
        [
            new($"{spec.Name} on {set.Train.Count} images of {set.Originals} to {set.Width}x{set.Height}, batch {batch}, "
                + $"{(bf16 ? "bf16" : "fp32")}, {threads} threads", [whole, waited],
                [new("waiting / step", waited.RatioTo(whole), Better.Lower, .03)]),
        ]);
    }
}
