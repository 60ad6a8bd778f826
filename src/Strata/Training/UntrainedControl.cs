using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>A network as it was before training: what its architecture alone does to the images.</summary>
public static class UntrainedControl
{
    /// <summary>Training batches whose statistics are averaged.</summary>
    public const int Batches = 30;

    /// <summary>Writes initial weights with running statistics from 30 training batches, without augmentation and in fp32.</summary>
    /// <exception cref="InvalidOptionsException">Options that do not fit the set.</exception>
    public static void Write(ModelSpec spec, ImageSet data, TrainingOptions options, string weightsPath)
    {
        Recipe recipe = Recipe.Settle(spec, data, options);
        options = recipe.Options;
        int[] subset = Subsets.Choose(data.Train, data.Classes.Count, options.Fraction, options.Subset, options.Seed);
        using NetworkWeights weights = NetworkWeights.Initial(spec, options.Seed);
        var average = new RunningAverage(1);
        using var step = new TrainingStep(weights, options, average, bf16: false);
        int steps = subset.Length / options.Batch;
        for (int batch = 0; batch < Batches; batch++)
        {
            int[] order = BatchOrder.Epoch(subset.Length, options.Seed, batch / steps);
            int[] indices = [.. order.Skip(batch % steps * options.Batch).Take(options.Batch).Select(i => subset[i])];
            using Tensor rows = torch.empty([indices.Length, data.Height, data.Width, data.Channels]);
            using Tensor images = rows.permute(0, 3, 1, 2);
            ImageBatch.Fill(data, data.Train, indices, TensorMemory.Span<float>(rows), PixelLayout.ChannelsLast);
            // A weight of 1/k for batch k makes the running statistics the plain mean over all batches.
            average.Momentum = 1.0 / (batch + 1);
            step.Observe(images);
        }
        ModelFile.Write(weightsPath, weights, new Dictionary<string, string> { ["untrained"] = recipe.ToJson().ToJsonString() });
    }
}
