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
        var without = new Option<int>("--without")
        {
            Description =
            "Leaves out so many test examples: those that weigh most in the layers' similarity with themselves. What few examples make "
            + "goes with them.",
            HelpName = "EXAMPLES",
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
        var command = new CheckedCommand("compare",
            "Compares all layers by minibatch CKA, or by another measure. Called again with the same options, it goes on with the pass at "
            + "which it was stopped.\n\nExample: strata compare model.safetensors --data digits --output comparison")
        {
            models, data, CommonOptions.NoCache, CommonOptions.ImageReading, measure, comparison, components, shuffle, without, reading,
            precision, seed, threads, output, shard, restart,
        };
        command.Checks.Add(given => MeasureOption.Check(given, measure,
            [components, shuffle, precision, shard, restart, comparison["batch"], comparison["passes"], comparison["removeComponents"]]));
        command.Checks.Add(given => ModelSource.Check(given, data, given.Whole(models) ?? []));
        command.Checks.Add(given => given.Whole(without) is < 0 and var few ? [$"--without: {few} is less than 0"] : []);
        command.Checks.Add(given => given.Whole(shuffle) && given.Whole(models) is { Length: > 2 and var several }
            ? [$"--shuffle: compares one model or two, and there are {several}"] : []);
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
            var request = new ComparisonRequest
            {
                Models = parsed.GetValue(models)!,
                Data = parsed.GetValue(data),
                Measure = MeasureOption.Read(parsed, measure),
                Options = options,
                Shuffle = parsed.GetValue(shuffle),
                Without = parsed.GetValue(without),
                Reading = reading.Read(parsed),
                Output = parsed.GetValue(output)!,
                Shard = parsed.GetValue(shard) is { } text ? Shard.Parse(text) : null,
                Restart = parsed.GetValue(restart),
                Further = ShellWord.Given(parsed,
                    [.. CommonOptions.ImageReading.All, measure, .. comparison.All, components, shuffle, without, .. reading.All, precision,
                        seed]),
            };
            return Task.FromResult(Compare(parsed, request, stop));
        });
        return command;
    }

    private static int Compare(ParseResult parsed, ComparisonRequest request, CancellationToken stop)
    {
        if (request.Data is not null) OutputFiles.RequireOutside(request.Data, ("--output", request.Output));
        using OutputFolder? folder = request.Shard is null ? ComparisonOutput.Claim(request.Output, request.IsOfSeveral) : null;
        // Of a single pass there is nothing to go on from.
        using KeptPasses? passes = request.Measure is null && (request.Options.Passes > 1 || request.Shard is not null)
            ? KeptPasses.Open(request.Output, request.Shard, request.Restart) : null;
        var clock = Stopwatch.StartNew();
        ImageSet? set = request.Data is null ? null : LoadingDisplay.Load(parsed, request.Data, stop);
        var sources = new List<IActivationSource>();
        try
        {
            foreach (string path in request.Models)
                sources.Add(ModelSource.OpenAny(path, set, request.Options.Batch, request.Reading, CommonOptions.Say(parsed)));
            LeftOutExamples? leftOut = request.Without == 0 ? null
                : LeftOutExamples.Of(parsed, sources, request.Options with
                {
                    // Those that would be compared.
                    MaxExamples = request.Options.MaxExamples ?? (request.Measure is null ? null : MeasureComparison.UsualExamples),
                }, request.Without, stop);
            ComparedPair[] inputs = [.. Inputs(request, sources, set)];
            string[] names = [.. ComparisonOutput.Names(sources, request.Models)];
            IReadOnlyList<SimilarityMatrix>? found = Matrices(parsed, request, sources, leftOut, passes, inputs, names, clock, stop);
            // A share of the sums is kept, and that is all.
            if (found is null) return ExitCode.Done;
            if (leftOut is not null) found = [.. found.Select(leftOut.From(sources[0]).Numbered)];
            Manifest[] manifests = [.. inputs.Zip(found, (models, matrix)
                => models.Manifest(request.Measure, request.Options, matrix, clock.Elapsed.TotalSeconds))];
            folder!.Publish(working => Write(working, request, sources, set, leftOut, names, found, manifests));
            passes?.Finish();
            foreach (var (pair, matrix) in request.Pairs.Zip(found))
                Summarize(ComparisonOutput.PlaceOf(folder.Path, request, names, pair), matrix, request.Measure, request.Shuffle);
            if (leftOut is not null)
                Console.WriteLine($"left out: the {request.Without} examples that weigh most, with {leftOut.Share:P1} of the layers' "
                    + $"similarity with themselves ({LeftOutExamples.File})");
            if (!request.Shuffle) Console.WriteLine(Path.Combine(folder.Path, ComparisonOutput.Page));
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && passes?.Files > 0)
        {
            throw new InterruptedException($"Interrupted: passes that were summed are kept in {Foreign.Path(passes.Path)}. "
                + InterruptedException.GoOn(request.Restart));
        }
        finally
        {
            foreach (IActivationSource source in sources) source.Dispose();
        }
    }

    private static IEnumerable<ComparedPair> Inputs(ComparisonRequest request, List<IActivationSource> sources, ImageSet? set)
    {
        string[] hashes = [.. request.Models.Select(ContentHash.Of)];
        return request.Pairs.Select(of => new ComparedPair([request.Models[of.A], request.Models[of.B]], [hashes[of.A], hashes[of.B]],
            [sources[of.A], sources[of.B]], set, request.Shuffle, request.Without));
    }

    /// <returns>Of every pair; null where a share of the passes was asked for, which is kept.</returns>
    private static IReadOnlyList<SimilarityMatrix>? Matrices(ParseResult parsed, ComparisonRequest request,
        List<IActivationSource> sources, LeftOutExamples? leftOut, KeptPasses? passes, ComparedPair[] inputs, string[] names,
        Stopwatch clock, CancellationToken stop)
    {
        IActivationSource[] seen = leftOut is null ? [.. sources] : [.. sources.Select(leftOut.From)];
        ComparisonOptions options = leftOut is null ? request.Options : request.Options with { MaxExamples = leftOut.Left.Length };
        // A model beside itself with its rows shuffled is the second source of one model.
        IActivationSource[] compared = request.Shuffle ? [seen[0], new ShuffledSource(seen[^1], request.Options.Seed)] : seen;
        (int A, int B)[] pairs = request.Shuffle ? [(0, 1)] : request.Pairs;
        PassFiles[]? kept = passes is null ? null : [.. request.Pairs.Zip(inputs, (of, models)
            => new PassFiles(passes.Path, ComparisonOutput.FolderOf(names, of), models.Identity(request.Options)))];
        using ProgressDisplay progress = ProgressDisplay.Start(parsed, "comparing "
            + (request.IsOfSeveral ? $"{sources.Count} models" : string.Join(" with ", sources.Select(s => s.Name))));
        using IDisposable? saving = passes is null ? null : StopSignals.Saving();
        var batches = new DirectProgress<ComparisonProgress>(p => progress.Report(p.Batches, p.TotalBatches,
            $"{p.Examples / Math.Max(1e-9, clock.Elapsed.TotalSeconds):0} examples/s"));
        if (request.Shard is { } share)
        {
            int count = ModelComparison.Sum(compared, pairs, options, kept!, share, batches, stop: stop);
            progress.Dispose();
            Console.WriteLine($"{passes!.Path}: share {share} is there, passes: {count}; when all shares are, the same command "
                + $"without --shard makes {request.Output}");
            return null;
        }
        SimilarityMatrix By(Measure measure, int index) => MeasureComparison.Compare(compared[pairs[index].A],
            pairs[index].A == pairs[index].B ? null : compared[pairs[index].B], measure, options,
            new DirectProgress<(int Done, int Total)>(p => progress.Report((double)index * p.Total + p.Done,
                (double)pairs.Length * p.Total, measure.Name)), stop);
        return request.Measure is { } another ? [.. pairs.Select((_, index) => By(another, index))]
            : ModelComparison.Compare(compared, pairs, options, batches, kept: kept, stop: stop);
    }

    private static void Write(string working, ComparisonRequest request, List<IActivationSource> sources, ImageSet? set,
        LeftOutExamples? leftOut, string[] names, IReadOnlyList<SimilarityMatrix> found, Manifest[] manifests)
    {
        // Before the marker of the folder, a manifest or the page of all.
        if (leftOut is not null) leftOut.Table(sources[0].Labels, set).WriteCsv(Path.Combine(working, LeftOutExamples.File));
        if (!request.Shuffle)
            AtomicFile.WriteText(Path.Combine(working, ComparisonOutput.Page), StudyReport.PageAlone(ComparedContent.Of("compare",
                string.Join(request.IsOfSeveral ? ", " : " and ", names.Distinct()), names, sources, [.. request.Pairs.Zip(found)],
                request.Measure, SimilarityManifest.OptionsOf(request.Options, request.Shuffle, request.Measure).ToJsonString(),
                [.. ComparisonOutput.MadeBy("compare", request.Models, request.Data, request.Further, set, manifests[0])]) with
            {
                Exhibits = leftOut is null ? [] : [.. leftOut.Exhibits(names, sources[0].Labels, set)],
            }));
        foreach (var ((pair, matrix), manifest) in request.Pairs.Zip(found).Zip(manifests))
            ComparisonOutput.Write(ComparisonOutput.PlaceOf(working, request, names, pair), matrix, manifest, request.Measure,
                names[pair.A], names[pair.B]);
    }

    private static void Summarize(string output, SimilarityMatrix matrix, Measure? measure, bool shuffle)
    {
        foreach (string warning in matrix.Warnings) Console.Error.WriteLine($"warning: {warning}");
        foreach (UndefinedLayer layer in matrix.Undefined)
            Console.Error.WriteLine($"warning: {layer.Model}, {layer.Layer}: {layer.Reason}");
        double[] defined = [.. matrix.Values.Cast<double>().Where(v => !double.IsNaN(v))];
        string mean = matrix.Mean is var value && double.IsFinite(value)
            ? $", mean {measure?.Text ?? "CKA"} {value:0.000}" : "";
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
