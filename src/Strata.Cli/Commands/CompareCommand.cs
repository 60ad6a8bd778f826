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

/// <summary><c>strata compare</c>: every layer of a model with every layer of the same, another one or several.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var models = new Argument<string[]>("MODEL")
        {
            Description =
            $"{CommonOptions.AnyModel} Or a folder of activations (layers.json and .npy files). One is compared with itself, two with each "
            + "other; of more, each with itself and with all others.",
            Arity = ArgumentArity.OneOrMore
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
            "The folder to make: cka.npy (values.npy of another measure), stderr.npy, examples.npy, layers, heatmap, manifest, and of CKA "
            + "a page; of more than two models a folder for each comparison, and one page.",
            Required = true
        };
        var shard = new Option<string>("--shard")
        {
            Description =
            "Only sums a share of the passes, such as 2/4, and keeps the sums beside the output; the same command without --shard makes "
            + "the comparison from the shares that are there, and sums what is missing.",
            HelpName = "number/count",
        };
        shard.CheckBy(text => Shard.Parse(text));
        var restart = new Option<bool>("--restart")
        {
            Description = "Begin anew, without the passes that an interrupted command has kept."
        };
        var command = new Command("compare",
            "Compares all layers by minibatch CKA, or by another measure. Called again with the same options, it goes on with the pass at "
            + "which it was stopped.\n\nExample: strata compare model.safetensors --data digits --output comparison")
        {
            models, data, CommonOptions.NoCache, CommonOptions.ImageReading, measure, comparison, components, shuffle, reading,
            precision, seed, threads, output, shard, restart,
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
                [components, shuffle, precision, shard, restart, comparison["batch"], comparison["passes"],
                    comparison["removeComponents"]]);
            string[] files = parsed.GetValue(models)!;
            if (files.Length > 2 && parsed.GetValue(shuffle))
                throw new InvalidOptionsException($"--shuffle: compares one model or two, and there are {files.Length}");
            Shard? share = parsed.GetValue(shard) is { } text ? Shard.Parse(text) : null;
            return Task.FromResult(Compare(parsed, files, parsed.GetValue(data), another, options, parsed.GetValue(shuffle),
                reading.Read(parsed), parsed.GetValue(output)!, share, parsed.GetValue(restart), stop));
        });
        return command;
    }

    private static int Compare(ParseResult parsed, string[] models, string? data, Measure? measure, ComparisonOptions options,
        bool shuffle, ModelReading reading, string output, Shard? shard, bool restart, CancellationToken stop)
    {
        if (data is not null) OutputFiles.RequireOutside(data, ("--output", output));
        bool several = models.Length > 2;
        using OutputFolder? folder = shard is null ? ComparisonOutput.Claim(output, several) : null;
        // Of a single pass there is nothing to go on from.
        using KeptPasses? passes = measure is null && (options.Passes > 1 || shard is not null)
            ? KeptPasses.Open(output, shard, restart) : null;
        var clock = Stopwatch.StartNew();
        ImageSet? set = data is null ? null : LoadingDisplay.Load(parsed, data, stop);
        var sources = new List<IActivationSource>();
        try
        {
            foreach (string path in models) sources.Add(Open(path, set, options.Batch, reading, CommonOptions.Say(parsed)));
            IActivationSource[] compared = shuffle ? [sources[0], new ShuffledSource(sources[^1], options.Seed)] : [.. sources];
            (int A, int B)[] pairs = several
                ? [.. Enumerable.Range(0, models.Length).SelectMany(a => Enumerable.Range(a, models.Length - a).Select(b => (a, b)))]
                : [(0, compared.Length - 1)];
            string[] names = [.. ComparisonOutput.Names(sources, models)], hashes = [.. models.Select(ContentHash.Of)];
            // A model beside itself with its rows shuffled is the second source of one model.
            (int A, int B)[] given = [.. pairs.Select(pair => (pair.A, Math.Min(pair.B, models.Length - 1)))];
            ComparedPair[] inputs = [.. given.Select(of => new ComparedPair([models[of.A], models[of.B]], [hashes[of.A], hashes[of.B]],
                [sources[of.A], sources[of.B]], set, shuffle))];
            PassFiles[]? kept = passes is null ? null : [.. given.Zip(inputs, (of, models)
                => new PassFiles(passes.Path, ComparisonOutput.FolderOf(names, of), models.Identity(options)))];
            IReadOnlyList<SimilarityMatrix> found;
            using (ProgressDisplay progress = ProgressDisplay.Start(parsed,
                $"comparing {(several ? $"{models.Length} models" : string.Join(" with ", sources.Select(s => s.Name)))}"))
            using (passes is null ? null : StopSignals.Saving())
            {
                var batches = new DirectProgress<ComparisonProgress>(p => progress.Report(p.Batches, p.TotalBatches,
                    $"{p.Examples / Math.Max(1e-9, clock.Elapsed.TotalSeconds):0} examples/s"));
                if (shard is { } share)
                {
                    int count = ModelComparison.Sum(compared, pairs, options, kept!, share, batches, stop: stop);
                    progress.Dispose();
                    Console.WriteLine($"{passes!.Path}: share {share} is there, passes: {count}; when all shares are, the same command "
                        + $"without --shard makes {output}");
                    return ExitCode.Done;
                }
                SimilarityMatrix By(Measure measure, int index) => MeasureComparison.Compare(compared[pairs[index].A],
                    pairs[index].A == pairs[index].B ? null : compared[pairs[index].B], measure, options,
                    new DirectProgress<(int Done, int Total)>(p => progress.Report((double)index * p.Total + p.Done,
                        (double)pairs.Length * p.Total, measure.Name)), stop);
                found = measure is null ? ModelComparison.Compare(compared, pairs, options, batches, kept: kept, stop: stop)
                    : [.. pairs.Select((_, index) => By(measure, index))];
            }
            Manifest[] manifests =
                [.. inputs.Zip(found, (models, matrix) => models.Manifest(measure, options, matrix, clock.Elapsed.TotalSeconds))];
            bool hasPage = !shuffle;
            string Place(string around, (int A, int B) pair)
                => several ? Path.Combine(around, ComparisonOutput.FolderOf(names, pair)) : around;
            folder!.Publish(working =>
            {
                // Before the marker of the folder, a manifest or the page of all.
                if (hasPage)
                    AtomicFile.WriteText(Path.Combine(working, ComparisonOutput.Page), StudyReport.PageAlone(ComparedContent.Of(
                        string.Join(several ? ", " : " and ", names.Distinct()), names, sources, [.. pairs.Zip(found)],
                        measure, SimilarityManifest.OptionsOf(options, shuffle, measure).ToJsonString(),
                        [.. ComparisonOutput.MadeBy(models, data, measure, set, manifests[0])])));
                foreach (var ((pair, matrix), manifest) in pairs.Zip(found).Zip(manifests))
                    ComparisonOutput.Write(Place(working, pair), matrix, manifest, measure);
            });
            passes?.Finish();
            foreach (var (pair, matrix) in pairs.Zip(found)) Summarize(Place(folder.Path, pair), matrix, measure, shuffle);
            if (hasPage) Console.WriteLine(Path.Combine(folder.Path, ComparisonOutput.Page));
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && passes?.Files > 0)
        {
            throw new InterruptedException($"Interrupted: passes that were summed are kept in {Foreign.Path(passes.Path)}. The same "
                + "command goes on from there.");
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
        return ModelSource.Open(path, set
            ?? throw new InvalidOptionsException($"--data: {path} needs images to run on, such as --data digits"), batch, reading, say);
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
        if (!shuffle && SameLayers.Of(matrix) is { } same)
            Console.WriteLine($"matching: {same.Found} of {same.Layers} layers are most like themselves in the other model, of all "
                + $"layers of their kind ({same.Share:P0})");
        // What a block is, P1 and P2 say of CKA alone.
        if (!matrix.Within || measure is not null) return;
        BlockStructure block = BlockStructure.Of(matrix);
        Console.WriteLine(block.First is null
            ? $"blocks: {block.Verdict}"
            : $"blocks: {block.Verdict}; longest similar window: layers {block.First}–{block.Last} ({block.Share:P0} of the layers, mean "
            + $"CKA {block.Mean:0.000}); f90 "
            + $"{block.F90:0.000}{(block.Verdict == BlockStructure.CauseUnknown ? " (the cause takes components of all examples: the "
            + "analysis components of a study)" : "")}");
        foreach (string note in block.Notes) Console.WriteLine($"  note: {note}");
    }
}
