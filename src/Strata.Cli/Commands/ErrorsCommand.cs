using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Analysis.Populations;
using Strata.Checkpoints;
using Strata.Report;
using Strata.Runtime;

namespace Strata.Cli.Commands;

/// <summary><c>strata errors</c>: whether two populations of models make different errors.</summary>
internal static class ErrorsCommand
{
    private static readonly FolderContent s_content =
        new("a comparison of populations", Manifest.FileName, [.. ErrorsFolder.FileNames, "errors.png", "errors.svg"]);

    public static Command Create()
    {
        var a = new Option<string>("--a")
        {
            Description =
            "An .npy file: predicted classes [models, examples], or probabilities [models, examples, classes].",
            HelpName = "A.npy",
            Required = true
        };
        var b = new Option<string>("--b")
        {
            Description = "The other population, on the same examples.",
            HelpName = "B.npy",
            Required = true
        };
        var labels = new Option<string>("--labels")
        {
            Description = "An .npy file [examples]: the true classes.",
            HelpName = "L.npy",
            Required = true
        };
        var groups = new Option<string?>("--groups")
        {
            Description =
            "A JSON file { \"name\": [classes], ... }, or cifar10 (animals, vehicles) or cifar100 (its superclasses).",
            HelpName = "G.json"
        };
        var population = new SettingOptions<PopulationOptions>(new(), PopulationSettings.All);
        Option<long> seed = CommonOptions.Seed();
        Option<string> precision = CommonOptions.OnlyFp32("statistics are computed in double precision");
        Option<int?> threads = CommonOptions.Threads();
        var output = new Option<string>("--output") { Description = "The folder to make.", HelpName = "DIR", Required = true };
        var command = new Command("errors",
            "Compares the errors of two populations of models: examples, classes, groups of classes.\n\nExample: strata errors --a "
            + "wide.npy --b deep.npy --labels labels.npy --groups cifar10 --output errors")
        {
            a, b, labels, groups, population, seed, precision, threads, output,
        };
        command.SetAction((parsed, stop) =>
        {
            var clock = Stopwatch.StartNew();
            PopulationOptions options = population.Read(parsed) with { Seed = parsed.GetValue(seed) };
            options.Validate();
            CommonOptions.UseThreads(parsed.GetValue(threads));
            string pathA = parsed.GetValue(a)!, pathB = parsed.GetValue(b)!, pathLabels = parsed.GetValue(labels)!;
            using OutputFolder folder = OutputFolder.Claim(parsed.GetValue(output)!, s_content);
            ClassGroups? chosen = parsed.GetValue(groups) is { } named ? ClassGroups.Load(named) : null;
            foreach (string input in new[] { pathA, pathB, pathLabels }) Manifest.Check(input);
            Population first = PopulationFile.Read(pathA), second = PopulationFile.Read(pathB);
            // Two folders may hold files of one name.
            if (first.Name == second.Name)
                (first, second) = (new(pathA, first.Predictions, first.Probabilities),
                    new(pathB, second.Predictions, second.Probabilities));
            int[] truth = PopulationFile.ReadLabels(pathLabels);
            if (PopulationComparison.Problem(first, second, truth) is { } problem) throw new StrataException(problem);
            PopulationComparison comparison = PopulationComparison.Of(first, second, truth, chosen, options, stop);
            Manifest manifest = ManifestOf(comparison, [pathA, pathB, pathLabels], chosen, options, clock.Elapsed.TotalSeconds);
            folder.Publish(working =>
            {
                // Before the manifest, which lists all files.
                PopulationFigures.Write(comparison, Path.Combine(working, "errors"),
                    new() { A = comparison.A.Name, B = comparison.B.Name });
                ErrorsFolder.Write(working, comparison, manifest);
            });
            Summarize(folder.Path, comparison);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Manifest ManifestOf(PopulationComparison comparison, string[] files, ClassGroups? groups, PopulationOptions options,
        double seconds)
    {
        var inputs = new Dictionary<string, string>
        {
            ["a"] = ContentHash.Of(files[0]),
            ["b"] = ContentHash.Of(files[1]),
            ["labels"] = ContentHash.Of(files[2])
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
            $"  examples: SD of the difference {found.Examples.Sd:0.00} points (by chance {found.Examples.BinomialSd:0.00}; halves of "
            + $"{found.A.Name} {found.Examples.ControlSd:0.00}, by chance {found.Examples.ControlBinomialSd:0.00}), "
            + $"{found.Examples.Over10:0.0} % differ by more than 10 points, {found.Examples.Over20:0.0} % by more than 20");
        Console.WriteLine(
            $"  classes: {found.Classes.Significant} of {found.Classes.Tested} differ with p < .05, {found.Classes.SignificantCorrected} "
            + "after Holm–Šidák"
            + (found.Classes.Tested == found.Classes.Count ? "" : $"; {found.Classes.Count - found.Classes.Tested} of "
                + $"{found.Classes.Count} classes have no test: no examples, or no spread between models"));
        foreach (GroupTest group in found.Groups)
            Console.WriteLine($"  {group.Name}: "
                + (group.Welch is { } test
                    ? $"{test.MeanA:0.00} % and {test.MeanB:0.00} %, {P(test.P, test.Reason)}, corrected {Number(group.PHolmSidak)}"
                    : group.Reason));
        Console.WriteLine("  classes explain v² = "
            + (found.Effect.V2 is { } v2
                ? $"{v2:0.000}, corrected "
                    + (found.Effect.V2Corrected is { } corrected ? $"{corrected:0.000}" : "undefined")
                    + $"{Interval(found.Effect)}, between halves of {found.A.Name} "
                    + (found.EffectControl.V2Corrected is { } control
                        ? $"{control:0.000}" : $"undefined ({found.EffectControl.Reason ?? found.EffectControl.Note})")
                : $"undefined: {found.Effect.Reason}"));
        if (found.Effect.Note is { } note) Console.WriteLine($"  note: {note}");
        Console.WriteLine(
            $"  two models agree on {found.Agreement.WithinA.Agreement:0.0} % within {found.A.Name}, "
            + $"{found.Agreement.WithinB.Agreement:0.0} % within {found.B.Name} and {found.Agreement.Across.Agreement:0.0} % across; "
            + $"{ErrorsFolder.Tests} has the rest: κ, divergence, confusion, most different examples");
    }

    private static string Interval(GroupEffect effect)
        => effect.Interval is [double low, double high] ? $" ({low:0.000} to {high:0.000})" : "";

    private static string P(double? p, string? reason) => p is { } value ? $"p = {Number(value)}" : $"p is undefined: {reason}";

    /// <summary>Small probabilities keep two digits.</summary>
    private static string Number(double? probability)
        => probability switch { null => "undefined", < 1e-3 => $"{probability:0.0e-0}", _ => $"{probability:0.####}" };
}
