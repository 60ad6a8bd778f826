using System.CommandLine;
using Strata.Activations;
using Strata.Analysis;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using Strata.Settings;
using Strata.Similarity;
using Strata.Training;

namespace Strata.Cli.Commands;

/// <summary><c>strata prune</c>: a model without some of its residual branches, as a model of its own.</summary>
internal static class PruneCommand
{
    private const string WithBlock = "With --block: ";

    public static Command Create()
    {
        var windows = new SettingOptions<BlockOptions>(new(), BlockSettings.Windows, when: WithBlock);
        var comparison = new SettingOptions<ComparisonOptions>(new(), [ComparisonSettings.Passes], when: WithBlock);
        var model = new Argument<string>("MODEL")
        {
            Description =
            $"{CommonOptions.Model} With residual connections."
        };
        Option<string> data = CommonOptions.Data(required: true);
        var stage = new Option<int?>("--stage") { Description = "The stage that loses blocks from its end, counted from 0." };
        var keep = new Option<int?>("--keep") { Description = "How many of its blocks stay; 0 leaves the shortcut alone." };
        var block = new Option<bool>("--block")
        {
            Description =
            "Instead: without the blocks that lie wholly inside the large similar window of its layers, which is looked for."
        };
        var finetune = new Option<int>("--finetune")
        {
            Description =
            "Train the pruned model for so many epochs, by the recipe in its file at a tenth of its learning rate.",
            DefaultValueFactory = _ => 0,
            HelpName = "EPOCHS"
        };
        var recipe = new SettingOptions<TrainingOptions>(new(), [TrainingSettings.LearningRate, TrainingSettings.Precision],
            when: "With --finetune: ", showDefaults: false);
        var restart = new Option<bool>("--restart")
        {
            Description = "With --finetune: begin it anew, whatever an interrupted one left beside the pruned model."
        };
        var output = new Option<string>("--output") { Description = "The weights file to write (.safetensors).", Required = true };
        Option<long> seed = CommonOptions.Seed();
        Option<int?> threads = CommonOptions.Threads();
        SettingOptions<ModelReading> reading = CommonOptions.ModelReading();
        var command = new CheckedCommand("prune",
            "Writes a model without residual branches that it may not need, and says what that costs and saves.\n\nExample: strata prune "
            + "model.safetensors --data digits --stage 1 --keep 2 --output pruned.safetensors")
        {
            model, data, CommonOptions.NoCache, CommonOptions.ImageReading, stage, keep, block, windows, comparison, finetune, recipe,
            restart, reading, output, seed, threads,
        };
        command.Checks.Add(given => (given.Whole(block) ? given.Has(stage) || given.Has(keep) : !given.Has(stage) || !given.Has(keep))
            ? ["prune: give either --stage and --keep, or --block"] : []);
        command.Checks.Add(given => given.Whole(block) ? []
            : windows.All.Concat(comparison.All).Where(given.Has).Select(idle => $"{idle.Name} only goes with --block"));
        command.Checks.Add(given =>
        {
            var problems = new List<string>();
            (TrainingRanges.Epochs with { Minimum = 0 }).Check("--finetune", given.Whole(finetune), problems);
            if (given.Has(finetune)) return problems;
            if (given.Has(recipe["learningRate"])) problems.Add("--learning-rate only goes with --finetune");
            if (given.Whole(restart)) problems.Add("--restart only goes with --finetune");
            if (recipe.Read(given, new()).Precision == Precision.Bf16)
                problems.Add("--precision bf16 only goes with --finetune: everything else runs in fp32");
            return problems;
        });
        command.SetAction((parsed, stop) =>
        {
            string from = parsed.GetValue(model)!, to = parsed.GetValue(output)!;
            OutputFiles.RequireApart([("--output", to)], ("MODEL", from), ("--data", ImageSets.PathOf(parsed.GetValue(data)!)));
            OutputFiles.RequireOutside(parsed.GetValue(data)!, ("--output", to));
            using ModelOutput place = ModelOutput.Take(to);
            RequireOwn(to, place);
            CommonOptions.UseThreads(parsed.GetValue(threads));
            ImageSet set = LoadingDisplay.Load(parsed, parsed.GetValue(data)!, stop);
            using TrainedModel original = TrainedModel.Open(from, set, say: CommonOptions.Say(parsed), reading: reading.Read(parsed));
            int[][] kept = parsed.GetValue(block)
                ? OutsideTheBlock(parsed, original, comparison.Read(parsed) with { Seed = parsed.GetValue(seed) }, windows.Read(parsed),
                    stop)
                : KeepFirst(original.Spec, parsed.GetValue(stage)!.Value, parsed.GetValue(keep)!.Value);
            return Task.FromResult(
                Prune(parsed, original, from, reading.Read(parsed), kept, set, to, place, parsed.GetValue(finetune), recipe,
                    parsed.GetValue(restart), stop));
        });
        return command;
    }

    /// <summary>What was trained is never written over: only what a pruning made, and what may go on from it.</summary>
    private static void RequireOwn(string output, ModelOutput place)
    {
        if (place.IsDevice) return;
        if (File.Exists(place.Path))
        {
            if (Pruning.IsPruned(place.Path)) return;
            throw new StrataException($"{output} is there already, and no pruning made it; choose another file for the pruned model");
        }
        if (File.Exists(place.Files.Resume))
            throw new StrataException(
                $"{Foreign.Path(place.Files.Resume)} is there, of a training or fine-tuning that was interrupted, and no pruned model "
                + "beside it; go on with that, delete it, or choose another file for the pruned model");
    }

    private static int[][] KeepFirst(ModelSpec spec, int stage, int keep)
    {
        int[][] kept = Pruning.KeepFirst(spec, stage, keep);
        return keep < Pruning.AllBlocks(spec)[stage].Length ? kept
            : throw new InvalidOptionsException($"--keep: {keep} is all that stage {stage} of {spec.Name} has; nothing would go");
    }

    private static int[][] OutsideTheBlock(ParseResult parsed, TrainedModel model, ComparisonOptions comparison, BlockOptions options,
        CancellationToken stop)
    {
        Pruning.AllBlocks(model.Spec);
        SimilarityMatrix matrix;
        using (ProgressDisplay progress = ProgressDisplay.Start(parsed, $"comparing the layers of {model.Name}"))
            matrix = ModelComparison.Compare(model, options: comparison,
                progress: new DirectProgress<ComparisonProgress>(p => progress.Report(p.Batches, p.TotalBatches)), stop: stop);
        BlockStructure found = BlockStructure.Of(matrix, options: options);
        BlockWindow? window = found.Windows.Count > 0 ? found.Windows[0] : null;
        if (!found.LargeWindow)
        {
            string longest = window is null ? "no two neighbouring layers are similar"
                : $"the longest, {window.FirstLayer} to {window.LastLayer}, covers {window.Share:P1} of the layers, below "
                + $"{options.Share:P1}";
            throw new StrataException(
                $"{model.Name}: has no large window of similar layers ({longest}); --share and --threshold ask for less, --stage and "
                + "--keep choose by hand");
        }
        Console.WriteLine(
            $"window: layers {window!.First}-{window.Last}, {window.FirstLayer} to {window.LastLayer}, {window.Share:P1} of the layers, "
            + $"mean CKA {window.Mean:0.000}");
        int[][] kept = Pruning.KeepOutside(model.Spec, window.First, window.Last);
        foreach ((int stage, int block) in Pruning.Spared(model.Spec, window.First, window.Last)) Console.WriteLine(
            $"stages.{stage}.{block} is inside the window too, but it changes the shape and stays");
        return kept.Sum(blocks => blocks.Length) < Pruning.AllBlocks(model.Spec).Sum(blocks => blocks.Length)
            ? kept
            : throw new StrataException(
                $"{model.Name}: no residual block that could go lies wholly inside the window {window.FirstLayer} to {window.LastLayer}");
    }

    private static int Prune(ParseResult parsed, TrainedModel original, string from, ModelReading reading, int[][] kept, ImageSet set,
        string output, ModelOutput place, int finetune, SettingOptions<TrainingOptions> recipe, bool restart, CancellationToken stop)
    {
        // First, for it finds out whether the weights give any.
        double originalAccuracy = original.Accuracy();
        IReadOnlyDictionary<string, string> metadata = ModelFile.ReadHeader(from, reading).Metadata;
        Dictionary<string, string> described;
        TrainingOptions? finetuning = finetune > 0 ? FinetuningOptions(metadata, from, finetune, parsed, recipe) : null;
        using (NetworkWeights before = ModelFile.Read(from, reading: reading))
        {
            before.Normalization = original.Normalization;
            using NetworkWeights after = Pruning.Prune(before, kept);
            described = Pruning.Describe(before, metadata, kept).ToDictionary();
            if (before.Origin is { } origin) described[ModelOrigin.LayoutMetadata] = origin.Layout;
            // What is wrong with it is told now, and not after all that comes first.
            if (finetuning is not null) Recipe.Settle(after.Spec, set, finetuning);
            ModelFile.Write(place.Path, after, described);
        }
        double accuracy;
        using (TrainedModel pruned = TrainedModel.Open(place.Path, set))
        {
            InferenceSpeed speed = InferenceSpeed.Of([original, pruned]);
            accuracy = pruned.Accuracy();
            var columns = new[] { original, pruned }.Select((m, i) => (m, i)).ToArray();
            Console.WriteLine($"{"",-16}{"original",16}{"pruned",16}");
            Row("blocks", columns.Select(c => $"[{string.Join(',', c.m.Spec.Blocks)}]"));
            Row("layers", columns.Select(c => $"{c.m.Layers.Count}"));
            Row("parameters", columns.Select(c => $"{c.m.Spec.ParameterCount:#,0}"));
            Row("multiply-adds", columns.Select(c => $"{c.m.Spec.MultiplyAdds:#,0}"));
            Row("images/s", columns.Select(c => $"{speed.ImagesPerSecond[c.i]:0}"));
            Row("test accuracy", [$"{originalAccuracy:P2}", $"{accuracy:P2}"]);
            Console.WriteLine(
                $"images/s: fp32, batches of {speed.Batch}, median of {speed.Rounds} rounds in turn, original "
                + $"{speed.Slowest[0]:0}-{speed.Fastest[0]:0}, pruned {speed.Slowest[1]:0}-{speed.Fastest[1]:0}");
        }
        if (restart) File.Delete(place.Files.Resume);
        if (finetuning is not null) accuracy = Finetune(parsed, output, place, described, set, finetuning, restart, stop);
        place.Finish();
        Console.WriteLine(
            $"{output}: test accuracy {accuracy:P2}{(finetuning is not null ? $" after {finetune} epochs of fine-tuning" : "")}"
            + LeftOut.Of(set));
        Learned.Tell(parsed, original.Name, accuracy, set, Learned.OnOtherImages);
        return ExitCode.Done;
    }

    private static TrainingOptions FinetuningOptions(IReadOnlyDictionary<string, string> metadata, string from, int epochs,
        ParseResult parsed, SettingOptions<TrainingOptions> asked)
    {
        TrainingOptions? known = Recipe.OptionsOf(metadata);
        if (known is not null && TrainingSettings.All.ProblemsOf(known).ToArray() is { Length: > 0 } problems)
            throw new InvalidFileException(from, $"has a recipe that no training can have had: {string.Join("; ", problems)}");
        TrainingOptions recipe = known ?? new();
        TrainingOptions options = asked.Read(parsed,
            recipe with
            {
                Epochs = epochs,
                EvaluateEvery = epochs,
                LearningRate = recipe.LearningRate / 10,
                Schedule = ScheduleKind.Cosine,
                Milestones = null,
                Factor = null,
                WarmUp = 0,
                Snapshots = null,
            });
        if (known is null)
            Console.Error.WriteLine(
                $"note: {from} has no recipe; fine-tuning with batches of {options.Batch}, "
                + $"rate {WrittenNumber.Of(options.LearningRate)}, weight decay {WrittenNumber.Of(options.WeightDecay)} on all training "
                + "images");
        return options;
    }

    private static double Finetune(ParseResult parsed, string output, ModelOutput place,
        IReadOnlyDictionary<string, string> described, ImageSet set,
        TrainingOptions options, bool restart, CancellationToken stop)
    {
        using NetworkWeights weights = ModelFile.Read(place.Path);
        using ProgressDisplay progress = ProgressDisplay.Start(parsed, $"fine-tuning {weights.Spec.Name}");
        try
        {
            using IDisposable saving = StopSignals.Saving();
            TrainingResult result = Trainer.Train(new TrainingStart(weights, described), set, options, place.Files,
                new DirectProgress<TrainingProgress>(p => progress.Report(p.EpochsDone, p.Epochs, p.Detail)), stop);
            return result.FinalTestAccuracy
                ?? throw new StrataException(
                    $"fine-tuning diverged: the loss or the weights were not finite in epoch {result.DivergedAtEpoch}; {output} is the "
                    + "pruned model as it was (a lower --learning-rate may help)");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new InterruptedException(
                $"Interrupted; {output} is the pruned model as it was, and the fine-tuning so far is saved beside it. "
                + InterruptedException.GoOn(restart));
        }
    }

    private static void Row(string name, IEnumerable<string> values)
        => Console.WriteLine($"{name,-16}{string.Concat(values.Select(value => $"{value,16}"))}");
}
