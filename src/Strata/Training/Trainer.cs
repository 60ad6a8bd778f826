using System.Diagnostics;
using System.Text.Json;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>Trains one network on one image set by one recipe, saving after every epoch and going on from there when called again.</summary>
public static class Trainer
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// Trains, or goes on with, the model of <paramref name="files"/>. The random numbers of an epoch depend on seed and epoch alone, so a
    /// training that was stopped or killed ends in the same bits as one that was not.
    /// </summary>
    /// <exception cref="InvalidOptionsException">Options that do not fit.</exception>
    /// <exception cref="StrataException">The state on disk belongs to another recipe.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the last whole epoch is saved.</exception>
    public static TrainingResult Train(ModelSpec spec, ImageSet data, TrainingOptions options, TrainingFiles files, IProgress<EpochRecord>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        Recipe recipe = Recipe.Settle(spec, data, options);
        options = recipe.Options;
        int[] subset = Subsets.Choose(data.Train, data.Classes.Count, options.Fraction, options.Subset, options.Seed);
        int steps = subset.Length / options.Batch;

        using NetworkWeights weights = NetworkWeights.Initial(spec, options.Seed);
        using var step = new TrainingStep(weights, options, new(options.BatchNormMomentum!.Value), recipe.Bf16);
        List<EpochRecord> log = TrainingState.Load(files.Resume, recipe, weights, step.Optimizer) ?? [];
        WriteLog(files.Log, log);

        var schedule = new CosineSchedule(options.LearningRate, (long)steps * options.Epochs);
        var clock = Stopwatch.StartNew();
        int begun = log.Count;
        for (int epoch = log.Count + 1; epoch <= options.Epochs; epoch++)
        {
            stop.ThrowIfCancellationRequested();
            var epochClock = Stopwatch.StartNew();
            (double loss, double accuracy) = RunEpoch(step, data, subset, recipe, epoch, steps, schedule);
            double seconds = epochClock.Elapsed.TotalSeconds;
            bool test = epoch % options.EvaluateEvery == 0 || epoch == options.Epochs;
            double? testAccuracy = test && double.IsFinite(loss) ? TrainedModel.AccuracyOf(weights, data) : null;
            double remaining = clock.Elapsed.TotalSeconds / (epoch - begun) * (options.Epochs - epoch);
            var record = new EpochRecord(epoch, options.Epochs, loss, accuracy, testAccuracy, schedule.At((long)epoch * steps - 1), seconds, (double)steps * options.Batch / seconds, remaining);
            if (!double.IsFinite(loss))
            {
                File.Delete(files.Resume);
                return Result(log, recipe, divergedAt: epoch);
            }
            log.Add(record);
            TrainingState.Save(files.Resume, recipe, log, weights, step.Optimizer);
            AppendLog(files.Log, record);
            progress?.Report(record);
        }

        TrainingResult result = Result(log, recipe, divergedAt: null);
        ModelFile.Write(files.Weights, weights, new Dictionary<string, string> { ["recipe"] = recipe.ToJson().ToJsonString() });
        File.Delete(files.Resume);
        return result;
    }

    /// <summary>Whether a weights file is what this recipe gives.</summary>
    public static bool WasTrainedBy(string weights, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return SafetensorsFile.ReadHeader(weights).Metadata.GetValueOrDefault("recipe") == recipe.ToJson().ToJsonString();
    }

    private static (double Loss, double Accuracy) RunEpoch(TrainingStep step, ImageSet data, int[] subset, Recipe recipe, int epoch, int steps, CosineSchedule schedule)
    {
        TrainingOptions options = recipe.Options;
        int[] order = BatchOrder.Epoch(subset.Length, options.Seed, epoch);
        int[] indices = new int[options.Batch], labels = new int[options.Batch];
        using Tensor rows = torch.empty([options.Batch, data.Height, data.Width, data.Channels]).DetachFromDisposeScope();
        using Tensor images = rows.permute(0, 3, 1, 2);
        double loss = 0;
        long right = 0;
        for (int i = 0; i < steps; i++)
        {
            for (int k = 0; k < indices.Length; k++)
            {
                indices[k] = subset[order[i * options.Batch + k]];
                labels[k] = data.Train.Labels[indices[k]];
            }
            long number = (long)(epoch - 1) * steps + i;
            Span<float> pixels = TensorMemory.Span<float>(rows);
            if (options.Augment == Augmentation.CropFlip) Augmenter.Fill(data, data.Train, indices, options.Seed, epoch, i, pixels, PixelLayout.ChannelsLast);
            else ImageBatch.Fill(data, data.Train, indices, pixels, PixelLayout.ChannelsLast);
            (double batchLoss, int batchRight) = step.Gradients(images, labels);
            loss += batchLoss;
            right += batchRight;
            if (!double.IsFinite(batchLoss)) return (double.NaN, 0);
            step.Optimizer.Step(schedule.At(number));
        }
        double examples = (double)steps * options.Batch;
        return (loss / examples, right / examples);
    }

    private static TrainingResult Result(List<EpochRecord> log, Recipe recipe, int? divergedAt)
    {
        EpochRecord? best = log.Where(e => e.TestAccuracy is not null).MaxBy(e => e.TestAccuracy);
        return new(divergedAt is null ? log[^1].TestAccuracy : null, best?.TestAccuracy, best?.Epoch, log.Count > 0 ? log[^1].TrainAccuracy : double.NaN,
            log.Sum(e => e.Seconds), divergedAt, recipe.Bf16 ? "bf16" : "fp32");
    }

    /// <summary>Lines after the last saved epoch are of an epoch that will be trained again.</summary>
    private static void WriteLog(string path, List<EpochRecord> log) => File.WriteAllLines(path, log.Select(e => JsonSerializer.Serialize(e, s_json)));

    private static void AppendLog(string path, EpochRecord record) => File.AppendAllText(path, JsonSerializer.Serialize(record, s_json) + "\n");
}
