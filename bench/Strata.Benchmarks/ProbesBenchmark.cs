using System.CommandLine;
using Strata.Activations;
using Strata.Analysis;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Benchmarks;

/// <summary>
/// Linear probes on all layers of ResNet-38-1x: together from one forward pass per batch, and one after the other, in turn.
/// </summary>
internal static class ProbesBenchmark
{
    private const int Batch = 128;

    public static Command Command()
    {
        var repetitions = new Option<int>("--repetitions") { DefaultValueFactory = _ => 5 };
        var steps = new Option<int>("--steps") { Description = "of each probe in one measurement", DefaultValueFactory = _ => 4 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Threads.Available() };
        var command = new Command("probes",
            "All linear probes of ResNet-38-1x in one pass, beside one probe after the other.") { repetitions, steps, threads };
        command.SetAction(parsed => Run(parsed.GetValue(repetitions), parsed.GetValue(steps), parsed.GetValue(threads)));
        return command;
    }

    private static int Run(int repetitions, int steps, int threads)
    {
        Threads.Set(threads);
        ModelSpec spec = ResNetCifar.Create(38, 1, 10, 3, 32);
        string path = Path.Combine(Path.GetTempPath(), $"strata-probes-{Environment.ProcessId}.safetensors");
        using (NetworkWeights weights = NetworkWeights.Initial(spec, 0)) ModelFile.Write(path, weights);
        try
        {
            using TrainedModel model = TrainedModel.Open(path, Noise(steps * Batch));
            var places = LinearProbes.Places(spec);
            var options = new ProbeOptions { Epochs = 1, Batch = Batch, Augment = Augmentation.CropFlip };
            double Together() => LinearProbes.Train(model, places, options, null, null, default).Seconds;
            double Alone() => places.Sum(place => LinearProbes.Train(model, [place], options, null, null, default).Seconds);
            Together();
            double[] together = new double[repetitions], alone = new double[repetitions];
            for (int r = 0; r < repetitions; r++) (together[r], alone[r]) = (Together(), Alone());

            Timing[] timings = [new("one pass", together), new("one after the other", alone)];
            return Report.Write("probes", "s", "Strata itself, a forward pass for every probe",
                [new($"{spec.Name}, {places.Count} probes, batch {Batch}, {steps} steps, {threads} threads", timings,
                    [new("one after the other / one pass", timings[1].RatioTo(timings[0]), Better.Higher, 10)])]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static ImageSet Noise(int count)
    {
        var random = new RandomSequence(1, "noise");
        HeldExamples Draw(int examples)
            => new([.. Enumerable.Range(0, examples * 3 * 32 * 32).Select(_ => (byte)random.Next(256))],
                [.. Enumerable.Range(0, examples).Select(i => i % 10)]);
        return new()
        {
            Name = "noise",
            Classes = [.. Enumerable.Range(0, 10).Select(c => $"{c}")],
            Channels = 3,
            Height = 32,
            Width = 32,
            PixelMaximum = 255,
            Train = Draw(count),
            Test = Draw(10),
            Hash = "noise",
            Citation = "made up"
        };
    }
}
