using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>
/// Speeds of this machine, each measured once, on a shallow network of the family, whose convolutions are those of the deep ones.
/// </summary>
internal sealed class MeasuredSpeeds(ImageSet data) : ISpeeds
{
    /// <summary>The most images of a measured comparison; larger batches go by the same speed.</summary>
    private const int LargestBatch = 512;

    private readonly Dictionary<(ModelSpec, int Batch, Precision, int Threads), double> _training = [];
    private readonly Dictionary<(ModelSpec, int Threads), double> _passes = [];
    private readonly Dictionary<(ModelSpec, int Batch, int Threads), double> _comparisons = [];

    public double Training(ModelSpec spec, TrainingOptions options, int threads)
    {
        // Of a recipe, batch and precision alone make a difference.
        options = new TrainingOptions { Batch = options.Batch, Precision = options.Precision };
        return Once(_training, (spec.Shallow, options.Batch, options.Precision, threads), threads, key =>
            // A backward pass takes two products where the forward pass takes one.
            3.0 * key.Item1.MultiplyAdds * options.Batch / TrainingProbe.SecondsPerStep(key.Item1, options));
    }

    public double Pass(ModelSpec spec, int threads)
    {
        int batch = Math.Min(TrainedModel.Batch, data.Test.Count);
        return Once(_passes, (spec.Shallow, threads), threads,
            key => (double)key.Item1.MultiplyAdds * batch / ComparisonProbe.SecondsPerPass(key.Item1, data, batch));
    }

    public double Comparison(ModelSpec spec, int batch, int threads)
    {
        batch = Math.Min(Math.Min(batch, LargestBatch), data.Test.Count);
        return Once(_comparisons, (spec.Shallow, batch, threads), threads, key =>
        {
            (ModelSpec small, double n, double layers) = (key.Item1, batch, key.Item1.Layers.Count);
            return (Planner.GramsCost(small, small.Layers, n, n) + n * n / 2 * layers * layers)
                / ComparisonProbe.SecondsPerComparison(small, data, batch);
        });
    }

    private static double Once<TKey>(Dictionary<TKey, double> known, TKey key, int threads, Func<TKey, double> measure)
        where TKey : notnull
    {
        if (known.TryGetValue(key, out double speed)) return speed;
        Threads.Set(threads);
        return known[key] = measure(key);
    }
}
