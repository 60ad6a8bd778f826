using Strata.Checkpoints;
using Strata.Data;
using Strata.Engine;
using Strata.Models;
using Strata.Runtime;

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
        weights.Normalization = options.Normalize;
        var average = new RunningAverage(1);
        using var step = new TrainingStep(weights, options, average, bf16: false);
        using var loader = new BatchLoader(data, data.Train, weights.Normalization);
        IEnumerable<Batch> epochs = Enumerable.Range(0, Batches)
            .SelectMany(epoch => loader.Epoch(subset, options.Batch, Augmentation.None, options.Seed, epoch));
        foreach ((int number, Batch batch) in epochs.Take(Batches).Index())
        {
            // A weight of 1/k for batch k makes the running statistics the plain mean over all batches.
            average.Momentum = 1.0 / (number + 1);
            step.Number = number;
            step.Observe(batch.Images);
        }
        ModelFile.Write(weightsPath, weights, new Dictionary<string, string> { ["untrained"] = recipe.ToJson().ToJsonString() });
    }
}
