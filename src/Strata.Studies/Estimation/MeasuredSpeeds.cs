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

    /// <summary>Measurements that have their usual time; with more of them, each has less of it, down to a share.</summary>
    private const double Unhurried = 2, LeastShare = .25;

    private readonly Dictionary<Measurement, double> _known = [];
    private HashSet<Measurement>? _foreseen;
    private double _share = 1;
    private int _total;

    /// <summary>Told how many of the foreseen measurements are done, before each and at the end.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Finds out which measurements a use needs, and thereby how much time each may take; measures nothing.</summary>
    public void Foresee(Action<ISpeeds> use)
    {
        _foreseen = [];
        use(this);
        _total = _foreseen.Count;
        _foreseen = null;
        _share = Math.Clamp(Unhurried / Math.Max(1, _total), LeastShare, 1);
    }

    public double Training(ModelSpec spec, TrainingOptions options, int threads)
    {
        // Of a recipe, batch and precision alone make a difference.
        options = new TrainingOptions { Batch = options.Batch, Precision = options.Precision };
        return Once(new(MeasuredWork.Training, spec.Shallow, options.Batch, options.Precision, threads), () =>
            // A backward pass takes two products where the forward pass takes one.
            3.0 * spec.Shallow.MultiplyAdds * options.Batch / TrainingProbe.SecondsPerStep(spec.Shallow, options, _share));
    }

    public double Pass(PlannedModel model, int threads)
    {
        int batch = Math.Min(TrainedModel.Batch, data.Test.Count);
        return Once(new(MeasuredWork.Pass, Known(model), batch, default, threads), () =>
        {
            if (model.Spec is { } spec)
                return (double)spec.Shallow.MultiplyAdds * batch / ComparisonProbe.SecondsPerPass(spec.Shallow, data, batch, _share);
            using OnnxModel graph = Open(model);
            return (double)model.MultiplyAddsPerImage * batch
                / ComparisonProbe.SecondsPerPass(graph, [graph.Layers.Count - 1], batch, _share);
        });
    }

    public double Comparison(PlannedModel model, int batch, int threads)
    {
        batch = Math.Min(Math.Min(batch, LargestBatch), data.Test.Count);
        return Once(new(MeasuredWork.Comparison, Known(model), batch, default, threads), () =>
        {
            if (model.Spec?.Shallow is { } small)
                return Cost(small.MultiplyAdds, small.Layers) / ComparisonProbe.SecondsPerComparison(small, data, batch, _share);
            using OnnxModel graph = Open(model);
            return Cost(model.MultiplyAddsPerImage, [.. graph.Layers.Where(layer => !layer.IsDetail)])
                / ComparisonProbe.SecondsPerComparison(graph, batch, _share);
        });

        double Cost(long multiplyAdds, IReadOnlyList<LayerInfo> layers)
            => Planner.GramsCost(multiplyAdds, layers, batch, batch) + (double)batch * batch / 2 * layers.Count * layers.Count;
    }

    /// <summary>What is measured once.</summary>
    private static object Known(PlannedModel model) => (object?)model.Spec?.Shallow ?? model.Key;

    private OnnxModel Open(PlannedModel model) => OnnxModel.Open(model.File!.Path, data, model.Name, reading: model.File.Reading);

    private double Once(Measurement what, Func<double> measure)
    {
        if (_known.TryGetValue(what, out double speed)) return speed;
        if (_foreseen is not null)
        {
            _foreseen.Add(what);
            return 1;
        }
        Progress?.Invoke(_known.Count, _total);
        Threads.Set(what.Threads);
        _known[what] = speed = measure();
        if (_known.Count == _total) Progress?.Invoke(_total, _total);
        return speed;
    }
}
