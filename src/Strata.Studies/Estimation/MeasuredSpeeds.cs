using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Onnx;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>
/// Speeds of this machine, each measured once, on a shallow network of the family, whose convolutions are those of the deep ones; of an
/// ONNX graph on the graph itself.
/// </summary>
internal sealed class MeasuredSpeeds(ImageSet data) : ISpeeds
{
    /// <summary>The most images of a measured comparison; larger batches go by the same speed.</summary>
    private const int LargestBatch = 512;

    private readonly Dictionary<(ModelSpec, int Batch, Precision, int Threads), double> _training = [];
    private readonly Dictionary<(object Network, int Threads), double> _passes = [];
    private readonly Dictionary<(object Network, int Batch, int Threads), double> _comparisons = [];

    public double Training(ModelSpec spec, TrainingOptions options, int threads)
    {
        // Of a recipe, batch and precision alone make a difference.
        options = new TrainingOptions { Batch = options.Batch, Precision = options.Precision };
        return Once(_training, (spec.Shallow, options.Batch, options.Precision, threads), threads, key =>
            // A backward pass takes two products where the forward pass takes one.
            3.0 * key.Item1.MultiplyAdds * options.Batch / TrainingProbe.SecondsPerStep(key.Item1, options));
    }

    public double Pass(PlannedModel model, int threads)
    {
        int batch = Math.Min(TrainedModel.Batch, data.Test.Count);
        return Once(_passes, (Known(model), threads), threads, _ =>
        {
            if (model.Spec is { } spec)
                return (double)spec.Shallow.MultiplyAdds * batch / ComparisonProbe.SecondsPerPass(spec.Shallow, data, batch);
            using OnnxModel graph = Open(model);
            return (double)model.MultiplyAddsPerImage * batch / ComparisonProbe.SecondsPerPass(graph, [graph.Layers.Count - 1], batch);
        });
    }

    public double Comparison(PlannedModel model, int batch, int threads)
    {
        batch = Math.Min(Math.Min(batch, LargestBatch), data.Test.Count);
        return Once(_comparisons, (Known(model), batch, threads), threads, _ =>
        {
            if (model.Spec?.Shallow is { } small)
                return Cost(small.MultiplyAdds, small.Layers) / ComparisonProbe.SecondsPerComparison(small, data, batch);
            using OnnxModel graph = Open(model);
            return Cost(model.MultiplyAddsPerImage, [.. graph.Layers.Where(layer => !layer.IsDetail)])
                / ComparisonProbe.SecondsPerComparison(graph, batch);
        });

        double Cost(long multiplyAdds, IReadOnlyList<LayerInfo> layers)
            => Planner.GramsCost(multiplyAdds, layers, batch, batch) + (double)batch * batch / 2 * layers.Count * layers.Count;
    }

    /// <summary>What is measured once.</summary>
    private static object Known(PlannedModel model) => (object?)model.Spec?.Shallow ?? model.Key;

    private OnnxModel Open(PlannedModel model) => OnnxModel.Open(model.File!.Path, data, model.Name, reading: model.File.Reading);

    private static double Once<TKey>(Dictionary<TKey, double> known, TKey key, int threads, Func<TKey, double> measure)
        where TKey : notnull
    {
        if (known.TryGetValue(key, out double speed)) return speed;
        Threads.Set(threads);
        return known[key] = measure(key);
    }
}
