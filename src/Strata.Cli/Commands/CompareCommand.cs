using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Analysis;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Cli.Commands;

/// <summary><c>strata compare</c>: every layer of a model with every layer of the same or another one.</summary>
internal static class CompareCommand
{
    private static readonly FolderContent s_content =
        new("a comparison", Manifest.FileName, [.. SimilarityFolder.FileNames, "heatmap.png", "heatmap.svg"]);

    public static Command Create()
    {
        var model = new Argument<string>("MODEL")
        {
            Description =
            $"{CommonOptions.Model} Or a folder of activations (layers.json and .npy files)."
        };
        var other = new Argument<string?>("MODEL2")
        {
            Description = "A second one; without it, the model is compared with itself.",
            Arity = ArgumentArity.ZeroOrOne
        };
        Option<string> data = CommonOptions.Data(required: false);
        var comparison = new SettingOptions<ComparisonOptions>(new(), [.. ComparisonSettings.All, ComparisonSettings.RemoveComponents]);
        Option<string> measure = MeasureOption.Create();
        var components = new Option<bool>("--components")
        {
            Description =
            "Also writes the squared cosines between the batches' first components and their shares of the variance."
        };
        var shuffle = new Option<bool>("--shuffle")
        {
            Description =
            "The row-shuffle null instead: the second model (or the model itself) sees the images of every batch in another order; all "
            + "values should sit at 0."
        };
        var precision = new Option<string>("--precision")
        {
            Description =
            "fp32 (auto is the same), or bf16: products of numbers rounded to 8 or 16 bits where they are faster and the first batch "
            + "shows that values stay within 0.001 of fp32; networks run in fp32.",
            DefaultValueFactory = _ => "fp32"
        };
        precision.AcceptOnlyFromAmong("auto", "fp32", "bf16");
        Option<long> seed = CommonOptions.Seed();
        Option<int?> threads = CommonOptions.Threads();
        SettingOptions<ModelReading> reading = CommonOptions.ModelReading();
        var output = new Option<string>("--output")
        {
            Description =
            "The folder to make: cka.npy (values.npy of another measure), stderr.npy, examples.npy, layers, heatmap, manifest.",
            Required = true
        };
        var command = new Command("compare",
            "Compares all layers by minibatch CKA, or by another measure.\n\nExample: strata compare model.safetensors --data digits "
            + "--output comparison")
        {
            model, other, data, CommonOptions.NoCache, CommonOptions.ImageReading, measure, comparison, components, shuffle, reading,
            precision, seed, threads, output,
        };
        command.SetAction((parsed, stop) =>
        {
            CommonOptions.UseThreads(parsed.GetValue(threads));
            ComparisonOptions options = comparison.Read(parsed) with
            {
                Seed = parsed.GetValue(seed),
                Components = parsed.GetValue(components),
                Precision = CommonOptions.ParsePrecision(parsed.GetValue(precision)!),
            };
            options.Validate();
            Measure? another = MeasureOption.Read(parsed, measure,
                [components, shuffle, precision, comparison["batch"], comparison["passes"], comparison["removeComponents"]]);
            string[] models = parsed.GetValue(other) is { } second ? [parsed.GetValue(model)!, second] : [parsed.GetValue(model)!];
            return Task.FromResult(Compare(parsed, models, parsed.GetValue(data), another, options,
                parsed.GetValue(shuffle), reading.Read(parsed), parsed.GetValue(output)!, stop));
        });
        return command;
    }

    private static int Compare(ParseResult parsed, string[] models, string? data, Measure? measure, ComparisonOptions options,
        bool shuffle, ModelReading reading, string output, CancellationToken stop)
    {
        if (data is not null) OutputFiles.RequireOutside(data, ("--output", output));
        using OutputFolder folder = OutputFolder.Claim(output, s_content);
        var clock = Stopwatch.StartNew();
        ImageSet? set = data is null ? null : LoadingDisplay.Load(parsed, data, stop);
        var sources = new List<IActivationSource>();
        try
        {
            foreach (string path in models) sources.Add(Open(path, set, options.Batch, reading, CommonOptions.Say(parsed)));
            IActivationSource[] compared = shuffle ? [sources[0], new ShuffledSource(sources[^1], options.Seed)] : [.. sources];
            SimilarityMatrix matrix;
            using (ProgressDisplay progress = ProgressDisplay.Start(parsed,
                $"comparing {string.Join(" with ", sources.Select(s => s.Name))}"))
            {
                matrix = measure is null ? ModelComparison.Compare(compared, [(0, compared.Length - 1)], options,
                    new DirectProgress<ComparisonProgress>(p => progress.Report(p.Batches, p.TotalBatches,
                        $"{p.Examples / Math.Max(1e-9, clock.Elapsed.TotalSeconds):0} examples/s")), stop: stop)[0]
                    : MeasureComparison.Compare(compared[0], compared.ElementAtOrDefault(1), measure, options,
                        new DirectProgress<(int Done, int Total)>(p => progress.Report(p.Done, p.Total, measure.Name)), stop);
            }
            Manifest manifest = ManifestOf(models, sources, set, measure, options, shuffle, matrix, clock.Elapsed.TotalSeconds);
            folder.Publish(working =>
            {
                // Before the manifest, which lists all files.
                Heatmap.Write(matrix, Path.Combine(working, "heatmap"), new()
                {
                    Title = manifest.Name,
                    Measure = measure?.Text ?? "CKA",
                    Brightest = measure?.Traits.Most ?? 1,
                    IsDistance = measure?.Traits.IsDistance ?? false,
                });
                SimilarityFolder.Write(working, matrix, manifest);
            });
            Summarize(folder.Path, matrix, measure, shuffle);
            return ExitCode.Done;
        }
        finally
        {
            foreach (IActivationSource source in sources) source.Dispose();
        }
    }

    private static IActivationSource Open(string path, ImageSet? set, int batch, ModelReading reading, Action<string>? say)
    {
        if (Directory.Exists(path)) return ArrayFolder.Open(path);
        if (!File.Exists(path)) throw new InvalidFileException(path, "does not exist");
        return TrainedModel.Open(path, set
            ?? throw new InvalidOptionsException($"--data: {path} needs images to run on, such as --data digits"), say: say, batch: batch,
            reading: reading);
    }

    private static Manifest ManifestOf(string[] models, IReadOnlyList<IActivationSource> sources, ImageSet? set, Measure? measure,
        ComparisonOptions options, bool shuffle, SimilarityMatrix matrix, double seconds)
    {
        var inputs = new Dictionary<string, string> { ["a"] = ContentHash.Of(models[0]), ["b"] = ContentHash.Of(models[^1]) };
        if (set is not null) inputs["data"] = set.Hash;
        string content = string.Join("\n", inputs.Select(i => $"{i.Key}={i.Value}"))
            + SimilarityManifest.OptionsOf(options, shuffle, measure).ToJsonString();
        // What files do not say themselves decides the result too.
        JsonObject readings = Readings(sources);
        if (readings.Count > 0) content += readings.ToJsonString();
        string name = string.Join("~", models.Select(Path.GetFileNameWithoutExtension)) + (shuffle ? ", rows shuffled" : "");
        Manifest manifest = SimilarityManifest.Of(name, ContentHash.OfText($"{content}{Threads.Current}"), inputs, options, shuffle, matrix,
            seconds, measure);
        if (readings.Count > 0) manifest.Options["models"] = readings;
        return manifest with { Warnings = [.. manifest.Warnings, .. set?.Warnings ?? []] };
    }

    /// <summary>How models that Strata did not write were read, by role.</summary>
    private static JsonObject Readings(IReadOnlyList<IActivationSource> sources)
    {
        var readings = new JsonObject();
        foreach ((string role, IActivationSource source) in new[] { ("a", sources[0]), ("b", sources[^1]) })
            if (source is TrainedModel { Origin: { } origin } model)
                readings[role] = new JsonObject
                {
                    ["format"] = origin.Format,
                    ["layout"] = origin.Layout,
                    ["normalize"] = model.Normalization?.ToString(),
                    ["architecture"] = JsonSerializer.SerializeToNode(model.Spec.Metadata),
                };
        return readings;
    }

    private static void Summarize(string output, SimilarityMatrix matrix, Measure? measure, bool shuffle)
    {
        foreach (string warning in matrix.Warnings) Console.Error.WriteLine($"warning: {warning}");
        foreach (UndefinedLayer layer in matrix.Undefined)
            Console.Error.WriteLine($"warning: {layer.Model}, {layer.Layer}: {layer.Reason}");
        double[] defined = [.. matrix.Values.Cast<double>().Where(v => !double.IsNaN(v))];
        string mean = defined.Length > 0 ? $", mean {measure?.Text ?? "CKA"} {defined.Average():0.000}" : "";
        Console.WriteLine($"{output}: {matrix.LayersA.Count} × {matrix.LayersB.Count} layers{mean}");
        if (shuffle && defined.Length > 1)
            Console.WriteLine(
                "rows shuffled: standard deviation "
                + $"{Math.Sqrt(defined.Sum(v => (v - defined.Average()) * (v - defined.Average())) / (defined.Length - 1)):0.0000}, from "
                + $"{defined.Min():0.0000} to {defined.Max():0.0000} over {defined.Length} pairs of layers");
        // What a block is, P1 and P2 say of CKA alone.
        if (!matrix.Within || measure is not null) return;
        BlockStructure block = BlockStructure.Detect(matrix.Values, new() { HasInput = matrix.LayersA[0].Kind == "input" });
        Console.WriteLine(block.First is null
            ? $"blocks: {block.Verdict}"
            : $"blocks: {block.Verdict}; longest similar window: layers {block.First}–{block.Last} ({block.Share:P0} of the layers, mean "
            + $"CKA {block.Mean:0.000}); f90 "
            + $"{block.F90:0.000}{(block.Verdict == BlockStructure.CauseUnknown ? " (the cause takes components of all examples: the "
            + "analysis components of a study)" : "")}");
        foreach (string note in block.Notes) Console.WriteLine($"  note: {note}");
    }
}
