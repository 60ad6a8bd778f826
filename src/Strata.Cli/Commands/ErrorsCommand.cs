using System.CommandLine;
using System.CommandLine.Completions;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Analysis.Populations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Report;
using Strata.Runtime;

namespace Strata.Cli.Commands;

/// <summary><c>strata errors</c>: whether two populations of models make different errors.</summary>
internal static class ErrorsCommand
{
    private static readonly FolderContent s_content =
        new("a comparison of populations", Manifest.FileName, [.. ErrorsFolder.FileNames, "errors.png", "errors.svg"]);

    /// <summary>Of more groups than this, the summary tells those that differ.</summary>
    private const int MostGroups = 20;

    public static Command Create()
    {
        var a = new Option<string[]>("--a")
        {
            Description = "An .npy file, or - for standard input: predicted classes [models, examples], or probabilities "
                + "[models, examples, classes]. Or several files, or a folder of them, each with one model's classes [examples] or "
                + "probabilities [examples, classes].",
            HelpName = "A.npy...",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var b = new Option<string[]>("--b")
        {
            Description = "The other population, on the same examples.",
            HelpName = "B.npy...",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var labels = new Option<string>("--labels")
        {
            Description = "An .npy file [examples]: the true classes.",
            HelpName = "L.npy",
            Required = true
        };
        var classes = new Option<string?>("--classes")
        {
            Description = "The classes in order of label: a file with a wnid or name on each line, or a set of images.",
            HelpName = "FILE|DATA"
        };
        var groups = new Option<string?>("--groups")
        {
            Description = "A JSON file { \"name\": [classes], ... }, or cifar10 (animals, vehicles), cifar100 (its superclasses), or with "
                + "--classes wordnet or wordnet:PATH: the hypernyms of wnids, by the database that is installed or of that folder.",
            HelpName = "G.json",
            CompletionSources = { _ => ((string[])["cifar10", "cifar100", "wordnet"]).Select(name => new CompletionItem(name)) },
        };
        var population = new SettingOptions<PopulationOptions>(new(), PopulationSettings.All);
        Option<long> seed = CommonOptions.Seed();
        Option<string> precision = CommonOptions.OnlyFp32("statistics are computed in double precision");
        Option<int?> threads = CommonOptions.Threads();
        var output = new Option<string>("--output") { Description = "The folder to make.", HelpName = "DIR", Required = true };
        var command = new CheckedCommand("errors",
            "Compares the errors of two populations of models: examples, classes, groups of classes.\n\nExample: strata errors --a "
            + "wide.npy --b deep.npy --labels labels.npy --groups cifar10 --output errors")
        {
            a, b, labels, classes, groups, population, seed, precision, threads, output,
        };
        var atLeast = (Option<string?>)population["atLeast"];
        command.Checks.Add(given => given.Has(atLeast) && given.Whole(atLeast) is { } few && !ClassGroups.IsByWordNet(given.Whole(groups))
            ? [$"{atLeast.Name} {few} only goes with --groups {ClassGroups.WordNet}"
                + (given.Whole(groups) is { } others ? $", not with {Foreign.Quoted(others)}" : "")]
            : []);
        command.SetAction((parsed, stop) =>
        {
            var clock = Stopwatch.StartNew();
            PopulationOptions options = population.Read(parsed) with { Seed = parsed.GetValue(seed) };
            options.Validate();
            CommonOptions.UseThreads(parsed.GetValue(threads));
            using OutputFolder folder = OutputFolder.Claim(parsed.GetValue(output)!, s_content);
            string truthPath = StandardInput.InPlaceOf(parsed.GetValue(labels)!);
            IReadOnlyList<string> filesA = PopulationFile.Files([.. parsed.GetValue(a)!.Select(StandardInput.InPlaceOf)]),
                filesB = PopulationFile.Files([.. parsed.GetValue(b)!.Select(StandardInput.InPlaceOf)]);
            (IReadOnlyList<string>? names, IReadOnlyList<string> shown) = parsed.GetValue(classes) is { } list
                ? ClassList.ReadNamed(list, new LoadOptions { Say = CommonOptions.Say(parsed), Stop = stop }) : (null, []);
            ClassGroups? chosen = parsed.GetValue(groups) is { } named ? ClassGroups.Load(named, names, options.AtLeast) : null;
            foreach (string input in (string[])[.. filesA, .. filesB, truthPath]) Manifest.Check(input);
            int[] truth = PopulationFile.ReadLabels(truthPath);
            if (names is not null && Array.FindIndex(truth, label => label >= names.Count) is var at && at >= 0)
                throw new InvalidFileException(truthPath,
                    $"holds the label {truth[at]} at [{at}]; expected 0 to {names.Count - 1}, as --classes names {names.Count}");
            Population first = Read(parsed, filesA, names?.Count, stop), second = Read(parsed, filesB, names?.Count, stop);
            // Two folders may hold files of one name.
            if (first.Name == second.Name) (first, second) = (first.Called(Place(filesA)), second.Called(Place(filesB)));
            if (PopulationComparison.Problem(first, second, truth) is { } problem) throw new StrataException(problem);
            PopulationComparison comparison;
            using (var display = ProgressDisplay.Start(parsed, "comparing populations"))
                comparison = PopulationComparison.Of(first, second, truth, chosen, options, new EffectDisplay(display), stop);
            Manifest manifest = ManifestOf(comparison, filesA, filesB, truthPath, chosen, options, clock.Elapsed.TotalSeconds);
            folder.Publish(working =>
            {
                // Before the manifest, which lists all files.
                PopulationFigures.Write(comparison, Path.Combine(working, "errors"),
                    new() { A = comparison.A.Name, B = comparison.B.Name, Classes = shown });
                ErrorsFolder.Write(working, comparison, manifest, shown);
            });
            Summarize(folder.Path, comparison);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Population Read(ParseResult parsed, IReadOnlyList<string> files, int? classes, CancellationToken stop)
    {
        using var display = ProgressDisplay.Start(parsed, $"reading {Foreign.Path(files[0])}");
        Population read = PopulationFile.Read(files, new FilesDisplay(display, files.Count), stop);
        if (classes is { } count && read.Classes is { } own && own != count)
            throw new StrataException($"{read.Name} has probabilities of {own} classes, but --classes names {count}");
        return new(read.Name, read.Predictions, read.Probabilities) { Classes = classes ?? read.Classes };
    }

    private static string Place(IReadOnlyList<string> files)
        => files.Count == 1 ? files[0] : Path.GetDirectoryName(files[0]) is { Length: > 0 } folder ? folder : files[0];

    private sealed class FilesDisplay(ProgressDisplay display, int files) : IProgress<int>
    {
        public void Report(int value) => display.Report(value, files);
    }

    private sealed class EffectDisplay(ProgressDisplay display) : IProgress<double>
    {
        private readonly Lock _lock = new();

        public void Report(double value)
        {
            lock (_lock) display.Report(value, 1);
        }
    }

    private static Manifest ManifestOf(PopulationComparison comparison, IReadOnlyList<string> a, IReadOnlyList<string> b, string labels,
        ClassGroups? groups, PopulationOptions options, double seconds)
    {
        static string HashOf(IReadOnlyList<string> files)
            => files.Count == 1 ? ContentHash.Of(files[0]) : ContentHash.OfText(string.Join("\n", files.Select(ContentHash.Of)));
        var inputs = new Dictionary<string, string>
        {
            ["a"] = HashOf(a),
            ["b"] = HashOf(b),
            ["labels"] = ContentHash.Of(labels)
        };
        var json = (JsonObject)JsonSerializer.SerializeToNode(options, JsonSerializerOptions.Web)!;
        json["groups"] = JsonSerializer.SerializeToNode(groups?.Groups, JsonSerializerOptions.Web);
        return new()
        {
            Kind = "errors",
            Name = $"{comparison.A.Name}~{comparison.B.Name}",
            Key = ContentHash.OfText(string.Join("\n", inputs.Select(i => $"{i.Key}={i.Value}")) + json.ToJsonString()),
            Inputs = inputs,
            Options = json,
            Environment = RunEnvironment.Capture(Threads.Current),
            Seconds = seconds,
            Created = DateTimeOffset.UtcNow,
            Warnings = [.. comparison.Warnings],
            Results = [],
        };
    }

    private static void Summarize(string folder, PopulationComparison found)
    {
        foreach (string warning in found.Warnings) Console.Error.WriteLine($"warning: {warning}");
        Console.WriteLine(
            $"{folder}: {found.A.Name} ({found.A.Models} models) against {found.B.Name} ({found.B.Models}), {found.Examples.Count} "
            + "examples");
        Console.WriteLine(
            $"  accuracy {found.A.Mean:0.00} ± {found.A.Sem:0.00} % and {found.B.Mean:0.00} ± {found.B.Sem:0.00} %: "
            + $"{P(found.Welch.P, found.Welch.Reason)}");
        Console.WriteLine(
            $"  examples: SD of the difference {found.Examples.Sd:0.00} points (by chance {found.Examples.BinomialSd:0.00}); between "
            + $"halves {found.Examples.Halves.Sd:0.00}, within {found.A.Name} {found.Examples.Control.Sd:0.00}, within {found.B.Name} "
            + $"{found.Examples.ControlB.Sd:0.00} (by chance {found.Examples.ControlBinomialSd:0.00}); "
            + $"{found.Examples.Over10:0.0} % differ by more than 10 points, {found.Examples.Over20:0.0} % by more than 20");
        Console.WriteLine(
            $"  classes: {found.Classes.Significant} of {found.Classes.Tested} differ with p < .05, {found.Classes.SignificantCorrected} "
            + "after Holm–Šidák"
            + (found.Classes.Tested == found.Classes.Count ? "" : $"; {found.Classes.Count - found.Classes.Tested} of "
                + $"{found.Classes.Count} classes have no test: no examples, or no spread between models"));
        foreach ((string what, DifferenceSpread? one) in new[] { ("classes", found.Classes.Spread), ("groups", found.GroupSpread) })
        {
            if (one is { } spread)
                Console.WriteLine(
                    $"  {what}: SD of the difference {spread.Sd:0.00} points; between halves {spread.HalvesSd:0.00}, within "
                    + $"{found.A.Name} {spread.ControlSdA:0.00}, within {found.B.Name} {spread.ControlSdB:0.00}");
        }
        foreach (GroupTest group in Shown(found.Groups)) Console.WriteLine($"  {group.Name}: {Words(group)}");
        Console.WriteLine("  classes explain v² = "
            + (found.Effect.V2 is { } v2
                ? $"{v2:0.000}, corrected {Corrected(found.Effect)}{Interval(found.Effect)}, between halves of {found.A.Name} "
                    + $"{Corrected(found.EffectControl)}, of {found.B.Name} {Corrected(found.EffectControlB)}"
                : $"undefined: {found.Effect.Reason}"));
        if (found.Effect.Note is { } note) Console.WriteLine($"  note: {note}");
        Console.WriteLine(
            $"  two models agree on {found.Agreement.WithinA.Agreement:0.0} % within {found.A.Name}, "
            + $"{found.Agreement.WithinB.Agreement:0.0} % within {found.B.Name} and {found.Agreement.Across.Agreement:0.0} % across; "
            + $"{ErrorsFolder.Tests} has the rest: κ, divergence, confusion, most different examples");
    }

    /// <summary>Few groups all, of many those that were chosen on one half of the models and hold on the other.</summary>
    private static IEnumerable<GroupTest> Shown(IReadOnlyList<GroupTest> groups)
    {
        if (groups.Count <= MostGroups) return groups;
        GroupTest[] held = [.. groups.Where(g => g.SecondHalfHolmSidak < ClassSummary.Level)];
        Console.WriteLine(
            $"  groups: {groups.Count(g => g.PHolmSidak < ClassSummary.Level)} of {groups.Count} differ after Holm–Šidák; "
            + $"{groups.Count(g => g.Selected)} chosen on one half of the models, {held.Length} of them differ on the other"
            + (held.Length > MostGroups ? $"; the {MostGroups} largest differences:" : ""));
        return held.OrderByDescending(g => Math.Abs(g.Welch!.Difference)).Take(MostGroups);
    }

    private static string Words(GroupTest group)
        => group.Welch is not { } test ? group.Reason!
            : $"{test.MeanA:0.00} % and {test.MeanB:0.00} %, difference {test.Difference:0.00}"
            + (test.Low is { } low ? $" ({low:0.00} to {test.High:0.00})" : "")
            + $", {P(test.P, test.Reason)}, corrected {Number(group.PHolmSidak)}"
            + (group.SecondHalf is { } second ? $"; on the other half of the models {second.Difference:0.00}, corrected "
                + Number(group.SecondHalfHolmSidak) : "");

    private static string Corrected(GroupEffect effect)
        => effect.V2Corrected is { } value ? $"{value:0.000}" : $"undefined ({effect.Reason ?? effect.Note})";

    private static string Interval(GroupEffect effect)
        => effect.Interval is [double low, double high] ? $" ({low:0.000} to {high:0.000})" : "";

    private static string P(double? p, string? reason) => p is { } value ? $"p = {Number(value)}" : $"p is undefined: {reason}";

    /// <summary>Small probabilities keep two digits.</summary>
    private static string Number(double? probability)
        => probability switch { null => "undefined", < 1e-3 => $"{probability:0.0e-0}", _ => $"{probability:0.####}" };
}
