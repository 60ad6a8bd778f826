using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Settings;
using Strata.Training;

namespace Strata.Cli.Commands;

/// <summary><c>strata train</c>: one network on one image set.</summary>
internal static class TrainCommand
{
    private const string Example =
        "Example: strata train --family resnet-cifar --depth 14 --width 1 --data digits --epochs 30 --output model.safetensors";

    public static Command Create()
    {
        var family = new Option<string>("--family")
        {
            Description = string.Join("; ", ModelFamilies.All.Select(f => $"{f.Name}: {f.Says}")) + ".",
            DefaultValueFactory = _ => ModelFamilies.All[0].Name
        };
        family.CheckBy(name => ModelFamilies.Named(name));
        family.CompletionSources.Add([.. ModelFamilies.All.Select(each => each.Name)]);
        var network = new SettingOptions<FamilyValues>(FamilySettings.Standard, FamilySettings.All, showDefaults: false);
        Option<string> data = CommonOptions.Data(required: true);
        var output = new Option<string>("--output")
        {
            Description = "The weights file (.safetensors); log and state are kept beside it.",
            Required = true
        };
        var restart = new Option<bool>("--restart") { Description = "Begin anew, replacing what is there." };
        var tensorboard = new Option<bool>("--tensorboard")
        {
            Description = "Also writes what the log says of each epoch for TensorBoard, into OUTPUT.tensorboard beside the output."
        };
        var training = new SettingOptions<TrainingOptions>(new(), TrainingSettings.All, check: TrainingSettings.Conflicts);
        Option<int?> threads = CommonOptions.Threads();

        var command = new CheckedCommand("train",
            $"Trains one network. Called again with the same options, it goes on where it was stopped.\n\n{Example}")
        {
            family, network, data, CommonOptions.NoCache, CommonOptions.ImageReading, output, restart, tensorboard, training, threads,
        };
        command.Checks.Add(training.Check);
        // What the images decide too is told once they are read.
        command.Checks.Add(given => NetworkProblems(given, family, network).Select(network.Said));
        command.SetAction((parsed, stop) =>
        {
            TrainingOptions options = training.Read(parsed);
            CommonOptions.UseThreads(parsed.GetValue(threads));
            using ModelOutput place = ModelOutput.Take(parsed.GetValue(output)!);
            if (parsed.GetValue(tensorboard) && place.IsDevice)
                throw new InvalidOptionsException("--tensorboard: is kept beside --output, which is a device; choose a file");
            TrainingFiles files = place.Files;
            if (parsed.GetValue(tensorboard)) files = files with { Events = files.Weights + ".tensorboard" };
            (string, string)[] outputs = [("--output", files.Weights), ("--output's log", files.Log), ("--output's state", files.Resume)];
            OutputFiles.RequireApart(outputs, ("--data", ImageSets.PathOf(parsed.GetValue(data)!)));
            OutputFiles.RequireOutside(parsed.GetValue(data)!, outputs);
            ImageSet set = LoadingDisplay.Load(parsed, parsed.GetValue(data)!, stop);
            Recipe recipe;
            try
            {
                ModelSpec spec = ModelSpec.Create(parsed.GetValue(family)!, network.Read(parsed, FamilyValues.None),
                    new(set.Channels, set.Height), set.Classes.Count);
                recipe = Recipe.Settle(spec, set, options);
            }
            catch (InvalidOptionsException wrong)
            {
                throw new InvalidOptionsException([.. wrong.Problems.Select(problem => training.Said(network.Said(problem)))]);
            }
            return Task.FromResult(Train(parsed, recipe, set, options, parsed.GetValue(output)!, place, files,
                parsed.GetValue(restart), stop));
        });
        return command;
    }

    /// <summary>
    /// What the family refuses of its options; of a family that is not known, what the one that was meant refuses, or every one.
    /// </summary>
    private static IEnumerable<string> NetworkProblems(CommandResult given, Option<string> family, SettingOptions<FamilyValues> network)
    {
        FamilyValues values = network.Read(given, FamilyValues.None);
        string typed = given.GetResult(family) is { Tokens: [var word] } ? word.Value : given.Whole(family) ?? "";
        string? name = ModelFamilies.All.FirstOrDefault(known => known.Name == typed)?.Name
            ?? Suggestion.Nearest(typed, ModelFamilies.All.Select(known => known.Name));
        // An option that is missing, or wrong by itself, is told already.
        IEnumerable<string> Of(IModelFamily asked) => ModelSpec.Problems(asked, values)
            .Where(problem => values.Find(MemberOf(problem)) is not null);
        if (name is not null) return Of(ModelFamilies.Named(name));
        string[][] all = [.. ModelFamilies.All.Select(each => Of(each).Select(MemberOf).ToArray())];
        return all[0].Where(member => all.All(each => each.Contains(member)))
            .Select(member => string.Create(CultureInfo.InvariantCulture, $"{member}: {values.Find(member)!} is what no family takes"));

        static string MemberOf(string problem) => problem.Split(':')[0];
    }

    private static int Train(ParseResult parsed, Recipe recipe, ImageSet set, TrainingOptions options, string output, ModelOutput place,
        TrainingFiles files, bool restart, CancellationToken stop)
    {
        ModelSpec spec = recipe.Model;
        if (options.Snapshots is not null && place.IsDevice)
            throw new InvalidOptionsException("--snapshots: are kept beside --output, which is a device; choose a file");
        if (restart)
        {
            IEnumerable<string> snapshots = options.Snapshots?.Of(options.Epochs).Select(files.Snapshot) ?? [];
            // Weights stay until there are others, which take on their mode and owner.
            foreach (string file in snapshots.Append(files.Resume)) File.Delete(file);
        }
        else if (File.Exists(files.Weights) && !File.Exists(files.Resume))
        {
            if (Trainer.WasTrainedBy(files.Weights, recipe))
            {
                ModelFile.Read(files.Weights).Dispose();
                Console.WriteLine($"{output} is there already, trained with these very options. --restart begins anew.");
                return ExitCode.Done;
            }
            throw new StrataException(
                $"{output} is there already, made with other options; choose another file, or replace it with --restart");
        }

        using ProgressDisplay progress = ProgressDisplay.Start(parsed,
            $"training {spec.Name} on {set.Name} ({(recipe.Bf16 ? "bf16" : "fp32")}, {recipe.Threads} threads)");
        var report = new DirectProgress<TrainingProgress>(t => progress.Report(t.EpochsDone, t.Epochs, t.Detail));
        TrainingResult result;
        try
        {
            using IDisposable saving = StopSignals.Saving();
            result = Trainer.Train(spec, set, options, files, report, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new InterruptedException(
                place.HowToGoOn($"all steps so far are saved in {files.Resume}. {InterruptedException.GoOn(restart)}"));
        }
        if (result.DivergedAtEpoch is { } epoch)
            throw new StrataException(
                $"training diverged: the loss or the weights were not finite in epoch {epoch}; no model was written (a lower "
                + "--learning-rate may help)");
        progress.Dispose();
        place.Finish();
        string accuracy = result.FinalTestAccuracy is { } test
            ? $"test accuracy {test:P2} (best {result.BestTestAccuracy:P2} at epoch {result.BestEpoch})"
            : $"no test accuracy, for {set.Name} has no test split; train accuracy {result.TrainAccuracy:P2}";
        Console.WriteLine($"{output}: {accuracy}, {result.Seconds:0.0} s of training{LeftOut.Of(set)}");
        if (result.FinalTestAccuracy is { } reached) Learned.Tell(parsed, spec.Name, reached, set,
            "a lower --learning-rate, a --warm-up or more --epochs often help");
        return ExitCode.Done;
    }
}
