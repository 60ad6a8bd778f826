using System.CommandLine;
using System.Diagnostics;
using Strata.Activations;
using Strata.Analysis;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary><c>strata calibrate</c>: whether layers of two models are more alike than chance would have them.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        Argument<string> a = Model("A"), b = Model("B");
        Option<string> data = CommonOptions.Data(required: false);
        var comparison = new SettingOptions<ComparisonOptions>(new() { MaxExamples = LayerCalibration.UsualExamples },
            [.. ComparisonSettings.All.Where(member => member.Name is "layers" or "maxExamples" or "tokens")]);
        Option<string> measure = MeasureOption.Create();
        var shuffles = new Option<int>("--shuffles")
        {
            Description = "How often the examples change places; no p is below 1/(shuffles + 1).",
            DefaultValueFactory = _ => LayerCalibration.UsualShuffles,
        };
        SettingOptions<ModelReading> reading = CommonOptions.ModelReading();
        Option<string> precision = CommonOptions.OnlyFp32("networks run in fp32, values are computed in double precision");
        Option<long> seed = CommonOptions.Seed();
        Option<int?> threads = CommonOptions.Threads();
        var output = new Option<string>("--output")
        {
            Description = $"The folder to make: {CalibrationFolder.Listed}, layers, a picture, a manifest and a page.",
            Required = true,
        };
        var command = new CheckedCommand("calibrate",
            "Says whether layers of two models are more alike than the same layers over shuffled examples, and of each layer whether its "
            + "best match is more than the best of many by chance.\n\nExample: strata calibrate a.safetensors b.safetensors --data digits "
            + "--layers relu --output calibration")
        {
            a, b, data, CommonOptions.NoCache, CommonOptions.ImageReading, measure, comparison, shuffles, reading, precision, seed,
            threads, output,
        };
        command.Checks.Add(given => ModelSource.Check(given, data, [given.Whole(a) ?? "", given.Whole(b) ?? ""]));
        command.Checks.Add(given => given.GetResult(shuffles) is { } result && !result.Errors.Any()
            && given.Whole(shuffles) is < 1 or > LayerCalibration.MostShuffles
            ? [$"--shuffles: {given.Whole(shuffles)} is not from 1 to {LayerCalibration.MostShuffles}"] : []);
        command.SetAction((parsed, stop) =>
        {
            ComparisonOptions options = comparison.Read(parsed) with { Seed = parsed.GetValue(seed) };
            options.Validate();
            CommonOptions.UseThreads(parsed.GetValue(threads));
            Run(parsed, [parsed.GetValue(a)!, parsed.GetValue(b)!], parsed.GetValue(data),
                MeasureOption.Read(parsed, measure) ?? new LinearCka(), options, parsed.GetValue(shuffles), reading.Read(parsed),
                parsed.GetValue(output)!,
                ShellWord.Given(parsed,
                    [.. CommonOptions.ImageReading.All, measure, .. comparison.All, shuffles, .. reading.All, precision, seed]), stop);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static Argument<string> Model(string name)
        => new(name) { Description = $"{CommonOptions.AnyModel} Or a folder of activations (layers.json and .npy files)." };

    private static void Run(ParseResult parsed, string[] models, string? data, Measure measure, ComparisonOptions options, int shuffles,
        ModelReading reading, string output, string further, CancellationToken stop)
    {
        if (data is not null) OutputFiles.RequireOutside(data, ("--output", output));
        using OutputFolder folder = OutputFolder.Claim(output, CalibrationFolder.Content);
        var clock = Stopwatch.StartNew();
        ImageSet? set = data is null ? null : LoadingDisplay.Load(parsed, data, stop);
        using IActivationSource a = ModelSource.OpenAny(models[0], set, MeasuredBatch, reading, CommonOptions.Say(parsed)),
            b = ModelSource.OpenAny(models[1], set, MeasuredBatch, reading, CommonOptions.Say(parsed));
        string[] names = [.. ComparisonOutput.Names([a, b], models)];
        LayerCalibration found;
        using (ProgressDisplay progress = ProgressDisplay.Start(parsed, $"calibrating {names[0]} with {names[1]}"))
            found = LayerCalibration.Of(a, b, measure, options, shuffles,
                new DirectProgress<(int Done, int Total)>(p => progress.Report(p.Done, p.Total, measure.Text)), stop);
        var made = new CalibrationFolder(found, measure, options, models, names, set);
        Manifest manifest = made.Describe(clock.Elapsed.TotalSeconds);
        StudyContent content = ComparedContent.Of("calibrate", string.Join(" and ", names), names, [a, b],
            [((0, 1), found.Map(found.Values))], measure is LinearCka ? null : measure, manifest.Options.ToJsonString(),
            [.. ComparisonOutput.MadeBy("calibrate", models, data, further, set, manifest)]) with
        {
            Exhibits = [.. CalibrationContent.Of(found, names[0], names[1])],
            Findings = [.. CalibrationContent.Findings(found, names[0], names[1])],
        };
        folder.Publish(working => made.Write(working, content, manifest));
        Summarize(found, names, folder.Path, set);
    }

    /// <summary>Images that a network sees at once.</summary>
    private const int MeasuredBatch = 256;

    private static void Summarize(LayerCalibration found, string[] names, string output, ImageSet? set)
    {
        foreach (string warning in (string[])[.. found.Warnings, .. set?.Warnings ?? []]) Console.Error.WriteLine($"warning: {warning}");
        foreach (UndefinedLayer layer in found.Undefined)
            Console.Error.WriteLine($"warning: {layer.Model}, {layer.Layer}: {layer.Reason}");
        Console.WriteLine($"{output}: {found.LayersA.Count} × {found.LayersB.Count} layers over {found.Examples.Length} examples, "
            + $"{found.Shuffles} shuffles");
        foreach (string finding in CalibrationContent.Findings(found, Foreign.Path(names[0]), Foreign.Path(names[1])))
            Console.WriteLine(finding);
        Console.WriteLine(Path.Combine(output, ComparisonOutput.Page));
    }
}
