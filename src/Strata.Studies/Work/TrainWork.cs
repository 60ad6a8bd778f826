using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Arrays;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Onnx.Files;
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

    private const string Weights = ModelFolder.Weights, Predictions = ModelFolder.Predictions, State = "resume.safetensors";

    /// <param name="say">Told what the user should know of it.</param>
    public static void Execute(
        TrainItem item, ArtifactStore store, ImageSet images, IProgress<WorkProgress> progress, Action<string> say, CancellationToken stop)
    {
        using WorkingFolder folder = WorkingFolder.Open(store, item.Model.Artifact());
        if (store.Has(item.Model.Artifact())) throw folder.MadeElsewhere();
        if (!folder.IsComplete()) Make(item, store, folder, images, progress, say, stop);
        folder.Publish();
    }

    private static void Make(
        TrainItem item, ArtifactStore store, WorkingFolder folder, ImageSet images, IProgress<WorkProgress> progress, Action<string> say,
            CancellationToken stop)
    {
        PlannedModel model = item.Model;
        string weights = Path.Combine(folder.Path, Weights), log = Path.Combine(folder.Path, TrainingLog.FileName),
            state = Path.Combine(folder.Path, State);
        var clock = Stopwatch.StartNew();
        // Until everything else is there too, a kill must not cost the training.
        var files = new TrainingFiles(weights, log, state) { KeepState = true, Events = store.EventsOf(model.Name) };
        if (model.File is { } file)
        {
            if (model.Graph is null) Copy(file, images, weights);
            else CopyGraph(file, model.Training.Normalize, folder.Path);
        }
        else if (!model.Trained) UntrainedControl.Write(model.OwnSpec(), images, model.Training, weights);
        else Resuming.OrAnew($"train {model.Label}", say, () => Train(model, store, images, files, progress, stop));

        double? accuracy = null;
        JsonObject options = Options(item);
        using (IClassifier made = ModelFolder.Open(model, folder.Path, images))
        {
            if (model.Graph is not null) options["reading"] = made.Reading;
            if (model.Graph?.AnswerProblem(images.Classes.Count) is null)
            {
                float[] probabilities = made.Probabilities(stop);
                accuracy = TrainedModel.AccuracyOf(probabilities, images);
                NpyFile.Write(Path.Combine(folder.Path, Predictions), probabilities, images.Test.Count, made.Classes);
            }
        }
        IReadOnlyList<EpochRecord> epochs = TrainingLog.Read(log);
        EpochRecord? best = epochs.Where(e => e.TestAccuracy is not null).MaxBy(e => e.TestAccuracy);
        IEnumerable<string> snapshots = model.SnapshotEpochs.Select(epoch => Path.GetFileName(files.Snapshot(epoch)));
        IEnumerable<string> graph = model.Graph is null ? []
            : Directory.EnumerateFiles(folder.Path, $"{ModelFolder.GraphName}*").Select(path => Path.GetFileName(path));
        folder.KeepOnly([Weights, .. graph, TrainingLog.FileName, Predictions, State, .. snapshots]);
        new Manifest
        {
            Kind = ArtifactKind.InManifest(ArtifactKind.Model),
            Name = model.Name,
            Key = model.Key,
            Inputs = Inputs(model, images),
            Options = options,
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
                ["parameters"] = model.ParameterCount,
                ["multiplyAdds"] = model.MultiplyAddsPerImage,
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
        };
        if (item.Model.Graph is null) options["architecture"] = JsonSerializer.SerializeToNode(item.Model.Architecture, StudyJson.Line);
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
        RequireSame(file, ContentHash.Of(file.Path));
        using NetworkWeights read = ModelFile.Read(file.Path, reading: file.Reading);
        read.Normalization = read.Normalization?.Settle(images);
        var more = new Dictionary<string, string> { ["file"] = file.Hash };
        if (file.Layout is { } layout) more[ModelOrigin.LayoutMetadata] = layout;
        ModelFile.Write(weights, read, more);
    }

    /// <summary>The graph with all of its weights, and what its images are normalised by.</summary>
    private static void CopyGraph(PlannedFile file, Normalization? normalization, string folder)
    {
        OnnxFile graph = OnnxFile.Read(file.Path);
        RequireSame(file, graph.Hash());
        graph.CopyTo(folder, ModelFolder.GraphName, normalization);
    }

    private static void RequireSame(PlannedFile file, string hash)
    {
        if (hash != file.Hash)
            throw new StrataException($"{Foreign.Path(file.Path)}: has changed since the study was planned; run it again");
    }

    private static TrainingResult Train(
        PlannedModel model, ArtifactStore store, ImageSet images, TrainingFiles files, IProgress<WorkProgress> progress,
            CancellationToken stop)
    {
        TrainingResult result = Trainer.Train(model.OwnSpec(), images, model.Training, files, new Epochs(progress), stop);
        if (result.DivergedAtEpoch is not { } epoch) return result;

        Artifact artifact = model.Artifact();
        Directory.CreateDirectory(Path.GetDirectoryName(store.FailedLog(artifact))!);
        File.Move(files.Log, store.FailedLog(artifact), overwrite: true);
        // It is not tried again, and its snapshots would stay for ever.
        Directory.Delete(store.WorkingFolderOf(artifact), recursive: true);
        throw new DivergedException(epoch);
    }

    private static Analysis.Guessing? Guess(ImageSet images)
        => images.Test.Count > 0 ? Analysis.Guessing.Of(images.Test.Labels, images.Classes.Count) : null;

    private static IEnumerable<string> Warnings(PlannedModel model, ImageSet images, double? accuracy)
    {
        foreach (string warning in images.Warnings) yield return warning;
        if (model.Graph?.AnswerProblem(images.Classes.Count) is { } silent) yield return $"its accuracy is not known: {silent}";
        if (accuracy is { } known && model.Trained && Guess(images)?.Problem(known) is { } problem) yield return problem;
        if (model.Trained && accuracy > 0.99)
            yield return $"test accuracy is saturated at {100 * accuracy:0.0} %: differences between such models say little";
    }

    private sealed class Epochs(IProgress<WorkProgress> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
            => progress.Report(new(value.EpochsDone / value.Epochs, $"epoch {value.Epoch} of {value.Epochs}, {value.Detail}",
                value.EarlierEpochs / value.Epochs));
    }
}
