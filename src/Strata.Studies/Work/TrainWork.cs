using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;
using Strata.Training;

namespace Strata.Studies.Work;

/// <summary>Makes a model's folder: weights, log, predictions, manifest.</summary>
internal static class TrainWork
{
    /// <summary>Of the manifest's results: what guessing gives on the test set.</summary>
    public const string Guessing = "guessing";

    private const string Weights = "weights.safetensors", Predictions = "predictions.npy", State = "resume.safetensors";

    /// <param name="say">Told what the user should know of it.</param>
    public static void Execute(
        TrainItem item, ArtifactStore store, ImageSet images, IProgress<WorkProgress> progress, Action<string> say, CancellationToken stop)
    {
        using WorkingFolder folder = WorkingFolder.Open(store, item.Model.Artifact());
        if (store.Has(item.Model.Artifact())) throw HeldException.Made(folder.Path);
        if (!folder.IsComplete()) Make(item, store, folder, images, progress, say, stop);
        folder.Publish();
    }

    private static void Make(
        TrainItem item, ArtifactStore store, WorkingFolder folder, ImageSet images, IProgress<WorkProgress> progress, Action<string> say,
            CancellationToken stop)
    {
        PlannedModel model = item.Model;
        ModelSpec spec = model.Spec;
        string weights = Path.Combine(folder.Path, Weights), log = Path.Combine(folder.Path, TrainingLog.FileName),
            state = Path.Combine(folder.Path, State);
        var clock = Stopwatch.StartNew();
        // Until everything else is there too, a kill must not cost the training.
        var files = new TrainingFiles(weights, log, state) { KeepState = true, Events = store.EventsOf(model.Name) };
        if (model.File is { } file) Copy(file, images, weights);
        else if (!model.Trained) UntrainedControl.Write(spec, images, model.Training, weights);
        else Resuming.OrAnew($"train {model.Label}", say, () => Train(model, store, images, files, progress, stop));

        double accuracy;
        using (TrainedModel trained = TrainedModel.Open(weights, images))
        {
            float[] probabilities = trained.Probabilities(stop);
            accuracy = TrainedModel.AccuracyOf(probabilities, images);
            NpyFile.Write(Path.Combine(folder.Path, Predictions), probabilities, images.Test.Count, spec.Classes);
        }
        IReadOnlyList<EpochRecord> epochs = TrainingLog.Read(log);
        EpochRecord? best = epochs.Where(e => e.TestAccuracy is not null).MaxBy(e => e.TestAccuracy);
        IEnumerable<string> snapshots = model.SnapshotEpochs.Select(epoch => Path.GetFileName(files.Snapshot(epoch)));
        folder.KeepOnly([Weights, TrainingLog.FileName, Predictions, State, .. snapshots]);
        new Manifest
        {
            Kind = ArtifactKind.InManifest(ArtifactKind.Model),
            Name = model.Name,
            Key = model.Key,
            Inputs = Inputs(model, images),
            Options = Options(item),
            Environment = RunEnvironment.Capture(Threads.Current),
            // Of a training that was interrupted, the epochs before count too.
            Seconds = model.IsTrainedHere ? epochs.Sum(e => e.Seconds) : clock.Elapsed.TotalSeconds,
            Created = DateTimeOffset.UtcNow,
            Warnings = [.. Warnings(model, images, accuracy)],
            Results = new JsonObject
            {
                ["testAccuracy"] = accuracy,
                [Guessing] = JsonSerializer.SerializeToNode(Guess(images), StudyJson.File),
                ["bestTestAccuracy"] = best?.TestAccuracy,
                ["bestEpoch"] = best?.Epoch,
                ["trainAccuracy"] = epochs.Count > 0 ? epochs[^1].TrainAccuracy : null,
                ["parameters"] = spec.ParameterCount,
                ["multiplyAdds"] = spec.MultiplyAdds,
            },
        }.Write(folder.Path, except: State);
        File.Delete(state);
    }

    private static JsonObject Options(TrainItem item)
    {
        var options = new JsonObject
        {
            ["source"] = item.Source,
            ["trained"] = item.Model.Trained,
            ["architecture"] = JsonSerializer.SerializeToNode(item.Model.Architecture, StudyJson.Line),
        };
        if (item.Model.File is { } file) options["file"] = JsonSerializer.SerializeToNode(file, StudyJson.Line);
        else options["training"] = JsonSerializer.SerializeToNode(item.Model.Training, StudyJson.Line);
        return options;
    }

    private static Dictionary<string, string> Inputs(PlannedModel model, ImageSet images)
    {
        var inputs = new Dictionary<string, string> { ["data"] = images.Hash };
        if (model.File is { } file) inputs["file"] = file.Hash;
        return inputs;
    }

    /// <summary>The weights of a file as a file of Strata's own, for everything that comes after.</summary>
    private static void Copy(PlannedFile file, ImageSet images, string weights)
    {
        if (ContentHash.Of(file.Path) != file.Hash)
            throw new StrataException($"{Foreign.Path(file.Path)}: has changed since the study was planned; run it again");
        using NetworkWeights read = ModelFile.Read(file.Path, reading: file.Reading);
        read.Normalization = read.Normalization?.Settle(images);
        var more = new Dictionary<string, string> { ["file"] = file.Hash };
        if (file.Layout is { } layout) more[ModelOrigin.LayoutMetadata] = layout;
        ModelFile.Write(weights, read, more);
    }

    private static TrainingResult Train(
        PlannedModel model, ArtifactStore store, ImageSet images, TrainingFiles files, IProgress<WorkProgress> progress,
            CancellationToken stop)
    {
        TrainingResult result = Trainer.Train(model.Spec, images, model.Training, files, new Epochs(progress), stop);
        if (result.DivergedAtEpoch is not { } epoch) return result;

        Artifact artifact = model.Artifact();
        Directory.CreateDirectory(Path.GetDirectoryName(store.FailedLog(artifact))!);
        File.Move(files.Log, store.FailedLog(artifact), overwrite: true);
        throw new DivergedException(epoch);
    }

    private static Analysis.Guessing? Guess(ImageSet images)
        => images.Test.Count > 0 ? Analysis.Guessing.Of(images.Test.Labels, images.Classes.Count) : null;

    private static IEnumerable<string> Warnings(PlannedModel model, ImageSet images, double accuracy)
    {
        foreach (string warning in images.Warnings) yield return warning;
        if (model.Trained && Guess(images)?.Problem(accuracy) is { } problem) yield return problem;
        if (model.Trained && accuracy > 0.99)
            yield return $"test accuracy is saturated at {100 * accuracy:0.0} %: differences between such models say little";
    }

    private sealed class Epochs(IProgress<WorkProgress> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
            => progress.Report(
                new(value.EpochsDone / value.Epochs, $"epoch {value.Epoch} of {value.Epochs}, {value.Detail}", value.RemainingSeconds));
    }
}
