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

namespace Strata.Studies.Running;

/// <summary>Makes a model's folder: weights, log, predictions, manifest.</summary>
internal static class TrainWork
{
    public static void Execute(TrainItem item, ArtifactStore store, ImageSet images, IProgress<WorkProgress> progress,
        CancellationToken stop)
    {
        PlannedModel model = item.Model;
        ModelSpec spec = model.Spec;
        using WorkingFolder folder = WorkingFolder.Open(store, model.Artifact());
        string weights = Path.Combine(folder.Path, "weights.safetensors"), log = Path.Combine(folder.Path, TrainingLog.FileName);
        var clock = Stopwatch.StartNew();
        if (model.Trained)
            Train(model, store, images, new TrainingFiles(weights, log, Path.Combine(folder.Path, "resume.safetensors")), progress, stop);
        else UntrainedControl.Write(spec, images, model.Training, weights);

        double? accuracy;
        using (TrainedModel trained = TrainedModel.Open(weights, images))
        {
            float[] probabilities = trained.Probabilities();
            accuracy = TrainedModel.AccuracyOf(probabilities, images);
            NpyFile.Write(Path.Combine(folder.Path, "predictions.npy"), probabilities, images.Test.Count, spec.Classes);
        }
        IReadOnlyList<EpochRecord> epochs = TrainingLog.Read(log);
        EpochRecord? best = epochs.Where(e => e.TestAccuracy is not null).MaxBy(e => e.TestAccuracy);
        new Manifest
        {
            Kind = "model",
            Name = model.Name,
            Key = model.Key,
            Inputs = new Dictionary<string, string> { ["data"] = images.Hash },
            Options = new JsonObject
            {
                ["source"] = item.Source,
                ["trained"] = model.Trained,
                ["architecture"] = JsonSerializer.SerializeToNode(model.Architecture, StudyJson.Line),
                ["training"] = JsonSerializer.SerializeToNode(model.Training, StudyJson.Line),
            },
            Environment = RunEnvironment.Capture(Threads.Current),
            // Of a training that was interrupted, the epochs before count too.
            Seconds = model.Trained ? epochs.Sum(e => e.Seconds) : clock.Elapsed.TotalSeconds,
            Created = DateTimeOffset.UtcNow,
            Warnings = [.. Warnings(model, images, accuracy.Value)],
            Results = new JsonObject
            {
                ["testAccuracy"] = accuracy,
                ["bestTestAccuracy"] = best?.TestAccuracy,
                ["bestEpoch"] = best?.Epoch,
                ["trainAccuracy"] = epochs.Count > 0 ? epochs[^1].TrainAccuracy : null,
                ["parameters"] = spec.ParameterCount,
                ["multiplyAdds"] = spec.MultiplyAdds,
            },
        }.Write(folder.Path);
        folder.Publish();
    }

    private static void Train(PlannedModel model, ArtifactStore store, ImageSet images, TrainingFiles files,
        IProgress<WorkProgress> progress, CancellationToken stop)
    {
        // A run that was killed between the last epoch and the publication has nothing left to train.
        if (File.Exists(files.Weights) && Trainer.WasTrainedBy(files.Weights, Recipe.Settle(model.Spec, images, model.Training)))
        {
            File.Delete(files.Resume);
            return;
        }
        TrainingResult result = Trainer.Train(model.Spec, images, model.Training, files, new Epochs(progress), stop);
        if (result.DivergedAtEpoch is not { } epoch) return;

        Artifact artifact = model.Artifact();
        Directory.CreateDirectory(Path.GetDirectoryName(store.FailedLog(artifact))!);
        File.Move(files.Log, store.FailedLog(artifact), overwrite: true);
        throw new DivergedException(epoch);
    }

    private static IEnumerable<string> Warnings(PlannedModel model, ImageSet images, double accuracy)
    {
        double chance = images.Test.Labels.CountBy(label => label).Max(c => c.Value) / (double)images.Test.Count;
        if (model.Trained && accuracy < 1.5 * chance)
            yield return
                $"did not learn: test accuracy {100 * accuracy:0.0} %, where the most frequent class alone gives {100 * chance:0.0} %";
        if (model.Trained && accuracy > 0.99)
            yield return $"test accuracy is saturated at {100 * accuracy:0.0} %: differences between such models say little";
    }

    private sealed class Epochs(IProgress<WorkProgress> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
            => progress.Report(new(value.EpochsDone / value.Epochs, $"epoch {value.Epoch} of {value.Epochs}, {value.Detail}",
                value.RemainingSeconds));
    }
}
