using System.CommandLine;
using System.CommandLine.Parsing;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Onnx;
using Strata.Onnx.Export;
using Strata.Runtime;

namespace Strata.Cli.Commands;

/// <summary><c>strata export</c>: a network for other programs.</summary>
internal static class ExportCommand
{
    /// <summary>Images by which a file is checked, and of a batch that is timed.</summary>
    private const int Images = 32;

    private const int Rounds = 7;

    /// <summary>Of the range of the logits, by which those in OnnxRuntime may differ.</summary>
    private const double Tolerance = 1e-4;

    public static Command Create()
    {
        var model = new Argument<string>("MODEL") { Description = CommonOptions.Model };
        var onnx = new Option<bool>("--onnx") { Description = $"As ONNX, with operators of version {OnnxExport.Opset}." };
        Option<string> data = CommonOptions.Data(required: false);
        var time = new Option<bool>("--time") { Description = $"Also say how long OnnxRuntime takes for a batch of {Images} images." };
        var original = new Option<string?>("--original")
        {
            Description = "With --time: the model that MODEL was pruned from, to be timed beside it.",
            HelpName = "MODEL",
        };
        var output = new Option<string>("--output") { Description = "The file to write (.onnx).", Required = true };
        Option<long> seed = CommonOptions.Seed();
        Option<int?> threads = CommonOptions.Threads();
        SettingOptions<ModelReading> reading = CommonOptions.ModelReading();
        var command = new CheckedCommand("export",
            "Writes a network as ONNX, and checks it in OnnxRuntime: on test images of --data, else on images made up by --seed.\n\n"
            + "Example: strata export model.safetensors --onnx --output model.onnx")
        {
            model, onnx, data, CommonOptions.NoCache, CommonOptions.ImageReading, time, original, reading, output, seed, threads,
        };
        command.Checks.Add(Problems);
        IEnumerable<string> Problems(CommandResult given)
        {
            if (!given.GetValue(onnx)) yield return "--onnx: says what to write, and is the only format that there is";
            if (given.GetValue(original) is not null && !given.GetValue(time)) yield return "--original only goes with --time";
        }
        command.SetAction((parsed, stop) =>
        {
            string from = parsed.GetValue(model)!, to = parsed.GetValue(output)!;
            OutputFiles.RequireApart([("--output", to)], ("MODEL", from), ("--original", parsed.GetValue(original)),
                ("--data", parsed.GetValue(data) is { } source ? ImageSets.PathOf(source) : null));
            if (parsed.GetValue(data) is { } set) OutputFiles.RequireOutside(set, ("--output", to));
            OutputFiles.Require(to);
            CommonOptions.UseThreads(parsed.GetValue(threads));
            using NetworkWeights weights = ModelFile.Read(from, CommonOptions.Say(parsed), reading.Read(parsed));
            using NetworkWeights? unpruned = parsed.GetValue(original) is { } other
                ? ModelFile.Read(other, reading: reading.Read(parsed)) : null;
            ImageSet? images = parsed.GetValue(data) is { } name ? LoadingDisplay.Load(parsed, name, stop) : null;
            weights.Normalization = images is null ? weights.Normalization : weights.Normalization?.Settle(images);
            return Task.FromResult(Export(parsed, weights, unpruned, Seen(weights, images, parsed.GetValue(seed)), images,
                parsed.GetValue(time), to, stop));
        });
        return command;
    }

    private static int Export(ParseResult parsed, NetworkWeights weights, NetworkWeights? original, float[] seen, ImageSet? images,
        bool time, string output, CancellationToken stop)
    {
        ModelSpec spec = weights.Spec;
        if (original is not null && original.Spec.Images != spec.Images)
            throw new InvalidOptionsException($"--original: takes images of {original.Spec.Size} pixels and "
                + $"{original.Spec.Channels} channels, MODEL of {spec.Size} and {spec.Channels}");
        int count = seen.Length / (spec.Channels * spec.Size * spec.Size);
        double difference, range;
        double[][] times;
        long bytes;
        using (ProgressDisplay progress = ProgressDisplay.Start(parsed, $"writing {spec.Name} and checking it in OnnxRuntime"))
        {
            byte[] file = OnnxExport.Of(weights);
            bytes = file.Length;
            stop.ThrowIfCancellationRequested();
            using var exported = new ExportedNetwork(spec.Name, file);
            (difference, range) = exported.Check(weights, seen, count);
            // What is wrong is not written.
            if (!(difference <= Tolerance * range))
                throw new StrataException($"{Foreign.Path(output)}: not written, for logits in OnnxRuntime differ by "
                    + $"{WrittenNumber.Of(difference, "G2")}, more than {Tolerance} of their range of {WrittenNumber.Of(range, "G3")}");
            stop.ThrowIfCancellationRequested();
            using ExportedNetwork? unpruned = original is null ? null : new(original.Spec.Name, OnnxExport.Of(original));
            times = !time ? [] : ExportedNetwork.Time(
                unpruned is null ? [(exported, spec)] : [(exported, spec), (unpruned, original!.Spec)], seen, count, Rounds);
            stop.ThrowIfCancellationRequested();
            AtomicFile.Write(output, stream => stream.Write(file));
        }
        Console.WriteLine($"{output}: {spec.Name} as ONNX with operators of version {OnnxExport.Opset}, {bytes:N0} bytes; images "
            + $"[batch, {spec.Channels}, {spec.Size}, {spec.Size}] "
            + (weights.Normalization is { } normalization ? $"normalised by {normalization}" : "from 0 to 1"));
        Console.WriteLine($"checked in OnnxRuntime {OnnxNetwork.Runtime} on {count} {(images is null ? "images made up" : "test images")}: "
            + $"logits differ by at most {WrittenNumber.Of(difference, "G2")}, their range is {WrittenNumber.Of(range, "G3")}"
            + LeftOut.Of(images?.Warnings ?? []));
        string[] timed = [.. times.Select((rounds, n) => $"{(n == 0 ? spec.Name : $"the original {original!.Spec.Name}")} "
            + $"{rounds[rounds.Length / 2]:0.00} ms ({rounds[0]:0.00} to {rounds[^1]:0.00})")];
        if (timed.Length > 0)
            Console.WriteLine($"a batch of {count} there, median of {Rounds} rounds, {Threads.Current} "
                + $"{(Threads.Current == 1 ? "thread" : "threads")}: "
                + $"{string.Join(", ", timed)}");
        return ExitCode.Done;
    }

    /// <summary>Images as the network sees them, [n, channels, height, width].</summary>
    private static float[] Seen(NetworkWeights weights, ImageSet? images, long seed)
    {
        ModelSpec spec = weights.Spec;
        int size = spec.Channels * spec.Size * spec.Size;
        if (images is null)
        {
            float[] made = new float[Images * size];
            var random = new RandomSequence(seed, "images made up");
            for (int i = 0; i < made.Length; i++) made[i] = random.Next(256) / 255f;
            return made;
        }
        images.RequireTest();
        if (images.Channels != spec.Channels || images.Height != spec.Size || images.Width != spec.Size)
            throw new InvalidOptionsException($"--data: {images.Name} has {images.Channels}×{images.Height}×{images.Width} images, "
                + $"MODEL takes {spec.Channels}×{spec.Size}×{spec.Size}");
        int[] examples = [.. Enumerable.Range(0, Math.Min(Images, images.Test.Count))];
        float[] seen = new float[examples.Length * size];
        ImageBatch.Fill(images, images.Test, examples, seen, PixelLayout.ChannelsFirst, weights.Normalization);
        return seen;
    }
}
