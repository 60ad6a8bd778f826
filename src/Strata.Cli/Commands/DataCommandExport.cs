using System.CommandLine;
using Strata.Arrays;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Cli.Commands;

/// <summary><c>strata data export</c>: writes a split as arrays for other programs.</summary>
internal static class DataCommandExport
{
    public static Command Create()
    {
        Argument<string> source = DataCommand.Source();
        var split = new Option<string>("--split") { Description = "train or test.", Required = true };
        split.AcceptOnlyFromAmong("train", "test");
        var images = new Option<string>("--images")
        {
            Description =
            "Where to write float32 [n, channels, height, width] as networks see them.",
            HelpName = "IMAGES.npy",
            Required = true
        };
        var labels = new Option<string>("--labels") { Description = "Where to write int32 [n].", HelpName = "LABELS.npy", Required = true };
        Option<int?> threads = CommonOptions.Threads();
        var command = new Command("export",
            "Writes a split as NumPy arrays.\n\nExample: strata data export digits --split test --images x.npy --labels y.npy")
        {
            source, CommonOptions.NoCache, CommonOptions.ImageReading, split, images, labels, threads,
        };
        command.SetAction((parsed, stop) =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads), tensors: false);
            (string, string)[] outputs = [("--images", parsed.GetValue(images)!), ("--labels", parsed.GetValue(labels)!)];
            OutputFiles.RequireApart(outputs, ("DATA", ImageSets.PathOf(parsed.GetValue(source)!)));
            OutputFiles.RequireOutside(parsed.GetValue(source)!, outputs);
            OutputFiles.Require(parsed.GetValue(images)!);
            OutputFiles.Require(parsed.GetValue(labels)!);
            ImageSet set = LoadingDisplay.Load(parsed, parsed.GetValue(source)!, stop);
            string wanted = parsed.GetValue(split)!;
            Examples chosen = wanted == "train" ? set.Train : set.Test;
            if (chosen.Count == 0) throw new StrataException($"{parsed.GetValue(source)} has no {wanted} split.");
            HeldExamples examples = chosen.InMemory();

            float[] pixels = new float[examples.Pixels.Length];
            ImageBatch.Fill(set, examples, [.. Enumerable.Range(0, examples.Count)], pixels);
            (string first, string second) = (parsed.GetValue(images)!, parsed.GetValue(labels)!);
            OutputFiles.WriteTogether(stop,
                (first, () => NpyFile.Write(first, pixels, examples.Count, set.Channels, set.Height, set.Width)),
                (second, () => NpyFile.Write(second, examples.Labels, examples.Count)));
            Console.WriteLine($"{first}, {second}: {examples.Count} examples{LeftOut.Of(set)}");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
