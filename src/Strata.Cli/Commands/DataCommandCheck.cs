using System.Buffers.Binary;
using System.CommandLine;
using System.Security.Cryptography;
using Spectre.Console;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Cli.Commands;

/// <summary><c>strata data check</c>: reads a set and says what is in it.</summary>
internal static class DataCommandCheck
{
    public static Command Create()
    {
        Argument<string> source = DataCommand.Source();
        var output = new Option<string?>("--output")
        {
            Description = "Also write mean.png and contact-sheet.png into this folder.",
            HelpName = "DIR"
        };
        Option<int?> threads = CommonOptions.Threads();
        var command = new Command("check",
            "Reads a set of images and describes it.\n\nExample: strata data check cifar10:data --output pictures")
        {
            source, CommonOptions.NoCache, output, threads,
        };
        command.SetAction((parsed, stop) =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads), tensors: false);
            string[] pictures = parsed.GetValue(output) is { } folder
                ? [Path.Combine(folder, "mean.png"), Path.Combine(folder, "contact-sheet.png")] : [];
            if (parsed.GetValue(output) is { } place) OutputFolder.PlaceOf(place);
            OutputFiles.RequireOutside(parsed.GetValue(source)!, [.. pictures.Select(picture => ("--output", picture))]);
            foreach (string picture in pictures) AtomicFile.Require(picture);
            ImageSet set = LoadingDisplay.Load(parsed, parsed.GetValue(source)!, stop);
            Print(set, stop);
            if (pictures is [var mean, var sheet])
            {
                OutputFiles.WriteTogether(stop, (mean, () => ContactSheet.WriteMean(set, mean)),
                    (sheet, () => ContactSheet.Write(set, sheet, stop)));
                Console.WriteLine($"wrote {mean} and {sheet}");
            }
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Print(ImageSet set, CancellationToken stop)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns(new TableColumn("label").RightAligned(), new TableColumn("class"), new TableColumn("train").RightAligned(),
            new TableColumn("test").RightAligned());
        int[] train = Counts(set, set.Train), test = Counts(set, set.Test);
        for (int label = 0; label < set.Classes.Count; label++)
            table.AddRow($"{label}", Markup.Escape(Foreign.Path(set.Classes[label])), $"{train[label]:N0}", $"{test[label]:N0}");
        table.AddRow("", "all", $"{set.Train.Count:N0}", $"{set.Test.Count:N0}");
        TableOutput.Write(table);

        Console.WriteLine(
            $"{set.Name}: {set.Classes.Count} classes, {set.Width}x{set.Height} pixels, {(set.Channels == 1 ? "grey" : "colour")}, "
            + $"values 0 to {set.PixelMaximum}");
        Examples first = set.Train.Count > 0 ? set.Train : set.Test;
        (double mean, double deviation)[] moments =
            [.. Enumerable.Range(0, set.Channels).Select(channel => Moments(set, first, channel, stop))];
        Console.WriteLine(
            $"mean {string.Join(", ", moments.Select(m => $"{m.mean:0.000}"))} and standard deviation "
            + $"{string.Join(", ", moments.Select(m => $"{m.deviation:0.000}"))} per channel, after division by {set.PixelMaximum}");
        int shared = Shared(set, stop);
        if (shared > 0)
            Console.WriteLine(
                $"note: {shared:N0} of the test images {(shared == 1 ? "is" : "are")} in the training split too, byte for byte");
        Console.WriteLine($"sha256 {set.Hash}");
        Console.WriteLine(set.Citation);
    }

    private static int[] Counts(ImageSet set, Examples split)
    {
        int[] counts = new int[set.Classes.Count];
        foreach (int label in split.Labels) counts[label]++;
        return counts;
    }

    /// <summary>Mean and standard deviation of one channel as a network sees it, from the counts of the 256 values.</summary>
    private static (double Mean, double Deviation) Moments(ImageSet set, Examples split, int channel, CancellationToken stop)
    {
        long[] counts = new long[256];
        int plane = set.Height * set.Width;
        for (int i = 0; i < split.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            foreach (byte value in split.Pixels.AsSpan(i * set.ImageBytes + channel * plane, plane)) counts[value]++;
        }
        double all = (double)split.Count * plane, mean = 0, square = 0;
        for (int value = 0; value < counts.Length; value++)
        {
            double shade = value / (double)set.PixelMaximum;
            mean += shade * counts[value] / all;
            square += shade * shade * counts[value] / all;
        }
        return (mean, Math.Sqrt(Math.Max(0, square - mean * mean)));
    }

    /// <summary>How many test images the network has seen in training: accuracy on those means little.</summary>
    private static int Shared(ImageSet set, CancellationToken stop)
    {
        var seen = new HashSet<UInt128>(Images(set, set.Train, stop));
        return Images(set, set.Test, stop).Count(seen.Contains);
    }

    /// <summary>Half a SHA-256 of each image: no two different images share it.</summary>
    private static IEnumerable<UInt128> Images(ImageSet set, Examples split, CancellationToken stop)
    {
        for (int i = 0; i < split.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            yield return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(split.Pixels.AsSpan(i * set.ImageBytes, set.ImageBytes)));
        }
    }
}
