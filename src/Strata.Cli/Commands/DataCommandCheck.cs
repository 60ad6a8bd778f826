using System.CommandLine;
using Spectre.Console;
using Strata.Data;
using Strata.Data.WordNet;
using Strata.Runtime;

namespace Strata.Cli.Commands;

/// <summary><c>strata data check</c>: reads a set and says what is in it.</summary>
internal static class DataCommandCheck
{
    /// <summary>Images of both splits that a note names.</summary>
    private const int Pairs = 5;

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
        IReadOnlyList<string> names = WnidNames.Of(set.Classes);
        for (int label = 0; label < set.Classes.Count; label++)
            table.AddRow($"{label}", Markup.Escape(Foreign.Path(Named(set.Classes[label], names[label]))), $"{train[label]:N0}",
                $"{test[label]:N0}");
        table.AddRow("", "all", $"{set.Train.Count:N0}", $"{set.Test.Count:N0}");
        TableOutput.Write(table);

        Console.WriteLine(
            $"{set.Name}: {set.Classes.Count} classes, {set.Width}x{set.Height} pixels, {(set.Channels == 1 ? "grey" : "colour")}, "
            + $"values 0 to {set.PixelMaximum}");
        if (set.Originals is { } originals)
            Console.WriteLine($"{(set.IsStreamed ? "decoded in every epoch from" : "held in memory, decoded from")} files of {originals}");
        Examples split = set.Train.Count > 0 ? set.Train : set.Test;
        ChannelSums sums = split.Sums(set, stop);
        (double mean, double deviation)[] moments = [.. Enumerable.Range(0, set.Channels).Select(sums.Of)];
        Console.WriteLine(
            $"mean {string.Join(", ", moments.Select(m => $"{m.mean / set.PixelMaximum:0.000}"))} and standard deviation "
            + $"{string.Join(", ", moments.Select(m => $"{m.deviation / set.PixelMaximum:0.000}"))} per channel, after division by "
            + $"{set.PixelMaximum}");
        foreach (string broken in set.Broken) Console.WriteLine($"broken: {broken}");
        if (WnidNames.Unknown(set.Classes) is { Count: > 0 } unknown)
            Console.WriteLine($"note: WordNet has no noun {string.Join(", ", unknown.Take(Pairs))}"
                + $"{(unknown.Count > Pairs ? $" and {unknown.Count - Pairs} more" : "")}: classes without a name");
        (int Test, int Train, bool Alike)[] shared = Shared(set);
        if (shared.Length > 0)
        {
            string first = string.Join(", ", shared.Take(Pairs).Select(pair => $"{pair.Test} (as training image {pair.Train})"));
            Console.WriteLine($"note: {shared.Length:N0} of the test images {(shared.Length == 1 ? "is" : "are")} in the training split "
                + $"too, pixel for pixel: {first}{(shared.Length > Pairs ? ", ..." : "")}");
            int unlike = shared.Count(pair => !pair.Alike);
            if (unlike > 0) Console.WriteLine($"note: {unlike:N0} of them {(unlike == 1 ? "has" : "have")} another class there");
        }
        Console.WriteLine($"sha256 {set.Hash}");
        Console.WriteLine(set.Citation);
    }

    private static int[] Counts(ImageSet set, Examples split)
    {
        int[] counts = new int[set.Classes.Count];
        foreach (int label in split.Labels) counts[label]++;
        return counts;
    }

    /// <summary>
    /// Test images that the network has seen in training, where accuracy means little, each with the first such one, and whether one of
    /// these has its class.
    /// </summary>
    private static (int Test, int Train, bool Alike)[] Shared(ImageSet set)
    {
        var seen = new Dictionary<UInt128, int>();
        var classes = new HashSet<(UInt128 Print, int Label)>();
        foreach (var (index, print) in set.Train.Fingerprints(set).Index())
        {
            seen.TryAdd(print, index);
            classes.Add((print, set.Train.Labels[index]));
        }
        return [.. set.Test.Fingerprints(set).Index().Where(image => seen.ContainsKey(image.Item))
            .Select(image => (image.Index, seen[image.Item], classes.Contains((image.Item, set.Test.Labels[image.Index]))))];
    }

    /// <summary>A class that goes by its wnid has the word behind it.</summary>
    private static string Named(string known, string name) => name == known ? known : $"{known} {name}";
}
