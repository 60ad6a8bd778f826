using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>
/// How fast this machine does what steps are made of, in multiply-adds per second: measured once for each width, on a shallow network of the family, whose
/// convolutions are those of the deep ones.
/// </summary>
internal sealed class SpeedProbe(ImageSet data)
{
    /// <summary>Layers of the network that is measured, unless the model has fewer.</summary>
    private const int Depth = 14;

    /// <summary>Images of a forward pass where the study does not say.</summary>
    private const int PassBatch = 250;

    private readonly Dictionary<(ModelSpec, TrainingOptions, int), double> _training = [];
    private readonly Dictionary<(ModelSpec, int, int), (double Pass, double Comparison)> _comparing = [];

    public double Seconds(RunStep step) => step.Cost / (step.Item(step.Makes.Select(m => m.Artifact).ToHashSet()) switch
    {
        TrainItem { Model.Trained: true } train => Training(train.Model, step.Threads),
        TrainItem control => Comparing([control.Model], PassBatch, step.Threads).Pass,
        CompareItem compare => Comparing(compare.Models, compare.Similarity.Batch, step.Threads).Comparison,
        AnalysisItem analysis => Comparing(analysis.Models, PassBatch, step.Threads).Pass,
        _ => throw new InvalidOperationException($"{step.Title}: work of a kind that has no speed"),
    });

    private double Training(PlannedModel model, int threads)
    {
        ModelSpec spec = Shallow(model.Spec);
        // Of a recipe, batch and precision alone make a difference.
        var options = new TrainingOptions { Batch = model.Training.Batch, Precision = model.Training.Precision };
        if (_training.TryGetValue((spec, options, threads), out double known)) return known;
        Threads.Set(threads);
        // A backward pass takes two products where the forward pass takes one.
        return _training[(spec, options, threads)] = 3.0 * spec.MultiplyAdds * options.Batch / TrainingProbe.SecondsPerStep(spec, options);
    }

    /// <summary>Speeds of the forward pass, and of comparing all layers with it.</summary>
    private (double Pass, double Comparison) Comparing(IReadOnlyList<PlannedModel> models, int batch, int threads)
    {
        ModelSpec spec = Shallow(models.Select(m => m.Spec).MaxBy(s => s.MultiplyAdds)!);
        batch = Math.Min(batch, data.Test.Count);
        if (_comparing.TryGetValue((spec, batch, threads), out (double, double) known)) return known;
        Threads.Set(threads);
        (double pass, double comparison) = ComparisonProbe.SecondsPerBatch(spec, data, batch);
        return _comparing[(spec, batch, threads)] = ((double)spec.MultiplyAdds * batch / pass, Planner.ComparisonCost(spec, spec.Layers, batch, batch) / comparison);
    }

    private static ModelSpec Shallow(ModelSpec spec)
        => spec is ResNetCifar { Depth: > Depth } deep ? ResNetCifar.Create(Depth, deep.Width, deep.Classes, deep.Channels, deep.Size, deep.Residual) : spec;
}
