using System.CommandLine;
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
            source, CommonOptions.NoCache, CommonOptions.ImageReading, output, threads,
        };
        command.SetAction((parsed, stop) =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads), tensors: false);
            string[] pictures = parsed.GetValue(output) is { } folder
                ? [Path.Combine(folder, "mean.png"), Path.Combine(folder, "contact-sheet.png")] : [];
            if (parsed.GetValue(output) is { } place) OutputFolder.PlaceOf(place);
            OutputFiles.RequireOutside(parsed.GetValue(source)!, [.. pictures.Select(picture => ("--output", picture))]);
            foreach (string picture in pictures) AtomicFile.Require(picture);
            ImageReading reading = CommonOptions.ImageReading.Read(parsed);
            // All broken images are told, and not the first alone.
            ImageSet set = LoadingDisplay.Load(parsed, parsed.GetValue(source)!, reading with { SkipBroken = true }, stop);
            Print(set, stop);
            if (pictures is [var mean, var sheet])
            {
                OutputFiles.WriteTogether(stop, (mean, () => ContactSheet.WriteMean(set, mean)),
                    (sheet, () => ContactSheet.Write(set, sheet, stop)));
                Console.WriteLine($"wrote {mean} and {sheet}");
            }
            if (set.Broken.Count > 0 && !reading.SkipBroken)
                throw new StrataException($"{parsed.GetValue(source)}: {set.Warnings[0]}; other commands do so with --skip-broken alone");
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
        if (set.Originals is { } originals)
            Console.WriteLine($"{(set.IsStreamed ? "decoded in every epoch from" : "held in memory, decoded from")} files of {originals}");
        Examples first = set.Train.Count > 0 ? set.Train : set.Test;
        ChannelSums sums = first.Sums(set, stop);
        (double mean, double deviation)[] moments = [.. Enumerable.Range(0, set.Channels).Select(sums.Of)];
        Console.WriteLine(
            $"mean {string.Join(", ", moments.Select(m => $"{m.mean / set.PixelMaximum:0.000}"))} and standard deviation "
            + $"{string.Join(", ", moments.Select(m => $"{m.deviation / set.PixelMaximum:0.000}"))} per channel, after division by "
            + $"{set.PixelMaximum}");
        foreach (string broken in set.Broken) Console.WriteLine($"broken: {broken}");
        int shared = Shared(set);
        if (shared > 0)
            Console.WriteLine(
                $"note: {shared:N0} of the test images {(shared == 1 ? "is" : "are")} in the training split too, pixel for pixel");
        Console.WriteLine($"sha256 {set.Hash}");
        Console.WriteLine(set.Citation);
    }

    private static int[] Counts(ImageSet set, Examples split)
    {
        int[] counts = new int[set.Classes.Count];
        foreach (int label in split.Labels) counts[label]++;
        return counts;
    }

    /// <summary>How many test images the network has seen in training: accuracy on those means little.</summary>
    private static int Shared(ImageSet set)
    {
        var seen = new HashSet<UInt128>(set.Train.Fingerprints(set));
        return set.Test.Fingerprints(set).Count(seen.Contains);
    }
}
