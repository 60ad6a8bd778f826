using System.Diagnostics;
using System.Text.Json;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Training;

/// <summary>
/// Trains one network on one image set by one recipe, saving after every epoch and going on from there when called again.
/// </summary>
public static class Trainer
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// Trains, or goes on with, the model of <paramref name="files"/>. The random numbers of an epoch depend on seed and epoch alone, so a
    /// training that was stopped or killed ends in the same bits as one that was not.
    /// </summary>
    /// <exception cref="InvalidOptionsException">Options that do not fit.</exception>
    /// <exception cref="UnusableStateException">The state on disk is damaged, or belongs to another recipe.</exception>
    /// <remarks>Without test images no test accuracy is known, and everything else goes on.</remarks>
    /// <exception cref="OperationCanceledException">Stopped after a step; everything up to it is saved.</exception>
    public static TrainingResult Train(ModelSpec spec, ImageSet data, TrainingOptions options, TrainingFiles files,
        IProgress<TrainingProgress>? progress = null, CancellationToken stop = default)
        => Train(spec, null, data, options, files, progress, stop);

    /// <summary>The same from given weights: fine-tuning.</summary>
    /// <inheritdoc cref="Train(ModelSpec, ImageSet, TrainingOptions, TrainingFiles, IProgress{TrainingProgress}?, CancellationToken)"/>
    public static TrainingResult Train(TrainingStart start, ImageSet data, TrainingOptions options, TrainingFiles files,
        IProgress<TrainingProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Train(start.Weights.Spec, start, data, options, files, progress, stop);
    }

    private static TrainingResult Train(ModelSpec spec, TrainingStart? start, ImageSet data, TrainingOptions options, TrainingFiles files,
        IProgress<TrainingProgress>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(files);
        Recipe recipe = Recipe.Settle(spec, data, options, start);
        options = recipe.Options;
        int[] subset = Subsets.Choose(data.Train, data.Classes.Count, options.Fraction, options.Subset, options.Seed);
        int steps = subset.Length / options.Batch;

        using NetworkWeights weights = start?.Weights.Copy() ?? NetworkWeights.Initial(spec, options.Seed);
        weights.Normalization = options.Normalize;
        using var loader = new BatchLoader(data, data.Train, options.Normalize);
        using var step = new TrainingStep(weights, options, new(options.BatchNormMomentum!.Value), recipe.Bf16);
        (List<EpochRecord> log, EpochSoFar soFar) = TrainingState.Load(files.Resume, recipe, steps, weights, step.Optimizer);
        WriteLog(files.Log, log);
        EventFile? events = files.Events is { } folder ? EventFile.Open(folder, log) : null;

        var schedule = new LearningRateSchedule(options, steps);
        var clock = Stopwatch.StartNew();
        double begun = log.Count + (double)soFar.Steps / steps;
        // A training that was stopped behind the last step of an epoch has only that epoch's own time to go by.
        double Remaining(double done)
            => (done > begun ? clock.Elapsed.TotalSeconds / (done - begun) : soFar.Seconds) * (options.Epochs - done);
        void Keep() => TrainingState.Save(files.Resume, recipe, log, soFar, weights, step.Optimizer);
        double? Tested()
        {
            try
            {
                return TrainedModel.AccuracyOf(weights, data, stop);
            }
            catch (OperationCanceledException)
            {
                // Behind the epoch's last step: the next run begins with the test.
                Keep();
                throw;
            }
        }
        for (int epoch = log.Count + 1; epoch <= options.Epochs; epoch++)
        {
            bool finite = RunEpoch(step, loader, subset, recipe, epoch, steps, schedule, soFar, () =>
            {
                double done = log.Count + (double)soFar.Steps / steps;
                progress?.Report(new(done, options.Epochs, log.LastOrDefault(), Finished: false,
                    (double)soFar.Steps * options.Batch / soFar.Seconds, Remaining(done), begun));
            }, files.KeepEvery, Keep, stop);
            if (finite && stop.IsCancellationRequested)
            {
                Keep();
                stop.ThrowIfCancellationRequested();
            }
            double examples = (double)steps * options.Batch, loss = finite ? soFar.Loss / examples : double.NaN;
            bool test = data.Test.Count > 0 && (epoch % options.EvaluateEvery == 0 || epoch == options.Epochs);
            // A loss may still be finite where the last step's weights, running statistics or outputs for other images no longer are.
            finite = finite && weights.AreFinite();
            double? testAccuracy = test && finite ? Tested() : null;
            if (test && testAccuracy is null) finite = false;
            if (test) FreeMemory.Trim(between: true);
            var record = new EpochRecord(epoch, options.Epochs, loss, soFar.Right / examples, testAccuracy,
                schedule.At((long)epoch * steps - 1), soFar.Seconds, examples / soFar.Seconds, Remaining(epoch));
            if (!finite)
            {
                File.Delete(files.Resume);
                return Result(log, recipe, divergedAt: epoch);
            }
            // Before the state, so that a kill in between makes it again.
            if (options.Snapshots?.Contains(epoch) == true)
                ModelFile.Write(files.Snapshot(epoch), weights, Metadata(start, recipe, epoch));
            log.Add(record);
            soFar = new();
            Keep();
            AppendLog(files.Log, record);
            events?.Append(record);
            progress?.Report(new(epoch, options.Epochs, record, Finished: true, record.ImagesPerSecond, record.RemainingSeconds, begun));
        }

        TrainingResult result = Result(log, recipe, divergedAt: null);
        ModelFile.Write(files.Weights, weights, Metadata(start, recipe, epoch: null));
        if (!files.KeepState) File.Delete(files.Resume);
        return result;
    }

    /// <param name="epoch">Of a snapshot.</param>
    private static Dictionary<string, string> Metadata(TrainingStart? start, Recipe recipe, int? epoch)
    {
        var metadata = new Dictionary<string, string>(start?.Metadata ?? new Dictionary<string, string>())
        {
            ["recipe"] = recipe.ToJson().ToJsonString()
        };
        if (epoch is { } number) metadata["epoch"] = $"{number}";
        return metadata;
    }

    /// <summary>Whether a weights file is what this recipe gives.</summary>
    public static bool WasTrainedBy(string weights, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return SafetensorsFile.ReadHeader(weights).Metadata.GetValueOrDefault("recipe") == recipe.ToJson().ToJsonString();
    }

    /// <summary>The steps of an epoch from where <paramref name="soFar"/> is, up to its end or the step after a stop.</summary>
    /// <returns>False as soon as a loss is not finite.</returns>
    private static bool RunEpoch(TrainingStep step, BatchLoader loader, int[] subset, Recipe recipe, int epoch, int steps,
        LearningRateSchedule schedule, EpochSoFar soFar, Action everySecond, TimeSpan keepEvery, Action keep, CancellationToken stop)
    {
        TrainingOptions options = recipe.Options;
        double before = soFar.Seconds, told = 0;
        TimeSpan kept = TimeSpan.Zero;
        var clock = Stopwatch.StartNew();
        foreach (Batch batch in loader.Epoch(subset, options.Batch, options.Augment!.Value, options.Seed, epoch, soFar.Steps))
        {
            if (stop.IsCancellationRequested) break;
            step.Number = (long)(epoch - 1) * steps + soFar.Steps;
            (double loss, int right) = step.Gradients(batch.Images, batch.Labels);
            if (!double.IsFinite(loss)) return false;
            step.Optimizer.Step(schedule.At(step.Number));
            soFar.Loss += loss;
            soFar.Right += right;
            soFar.Steps++;
            soFar.Seconds = before + clock.Elapsed.TotalSeconds;
            if (soFar.Steps < steps && clock.Elapsed - kept >= keepEvery)
            {
                keep();
                kept = clock.Elapsed;
            }
            if (soFar.Steps == steps || clock.Elapsed.TotalSeconds - told < 1) continue;
            told = clock.Elapsed.TotalSeconds;
            everySecond();
        }
        return true;
    }

    private static TrainingResult Result(List<EpochRecord> log, Recipe recipe, int? divergedAt)
    {
        EpochRecord? best = log.Where(e => e.TestAccuracy is not null).MaxBy(e => e.TestAccuracy);
        return new(divergedAt is null ? log[^1].TestAccuracy : null, best?.TestAccuracy, best?.Epoch, log.Count > 0 ? log[^1].TrainAccuracy
            : double.NaN,
            log.Sum(e => e.Seconds), divergedAt, recipe.Bf16 ? "bf16" : "fp32");
    }

    /// <summary>Lines after the last saved epoch are of an epoch that will be trained again.</summary>
    private static void WriteLog(string path, List<EpochRecord> log)
        => File.WriteAllLines(path, log.Select(e => JsonSerializer.Serialize(e, s_json)));

    private static void AppendLog(string path, EpochRecord record)
        => File.AppendAllText(path, JsonSerializer.Serialize(record, s_json) + "\n");
}
