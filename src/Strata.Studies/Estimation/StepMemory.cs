using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>
/// Bytes that a worker process holds at most, by what it keeps. Beside what five trainings (ResNet-14-1x to 38-4x) and two comparisons
/// whose threads shared a batch took on CIFAR-10, it was between 9 % too little and 3 % too much; threads with batches of their own, and
/// weights transformed for convolutions in fp32, were not measured.
/// </summary>
internal static class StepMemory
{
    /// <summary>.NET, libtorch and what they hold for themselves.</summary>
    private const double Process = 250e6;

    /// <summary>Tensors of the largest layer's size that a forward pass has at a time.</summary>
    private const int LargestAtOnce = 4;

    /// <summary>Bytes of a weight as convolutions in fp32 take it: 16 numbers for 9.</summary>
    private const double TransformedWeight = 4 * 16.0 / 9;

    public static double Bytes(RunStep step, WorkItem item, ImageSet images)
    {
        double own = Process + images.Train.Pixels.Length + images.Test.Pixels.Length;
        switch (item)
        {
            case TrainItem { Model: { Trained: true } model }:
                return own + Training(model.Spec, model.Training) + Pass([model], TrainedModel.Batch);
            case TrainItem control:
                return own + Pass([control.Model], Math.Max(control.Model.Training.Batch, TrainedModel.Batch));
            case CompareItem compare:
                return own + Comparison(compare.Models, [.. compare.Comparisons.Select(c => (c.A, c.B))], compare.Similarity.Options,
                    compare.LargestLayer, images, step.Threads);
            case AnalysisItem { Models: [PlannedModel one] } analysis when analysis.Analysis.Kind == Study.WithoutComponents:
                return own + Comparison([one], [(one.Name, one.Name)],
                    analysis.Analysis.Settled<ComparisonOptions>(), LargestLayer([one]), images, step.Threads);
            case AnalysisItem { Models: [PlannedModel one] } analysis:
                int batch = analysis.Analysis.Options.TryGetPropertyValue("batch", out var value) ? value!.GetValue<int>()
                    : TrainedModel.Batch;
                return own + Pass([one], Math.Min(batch, images.Test.Count));
            // What is about several models reads their predictions or matrices.
            case AnalysisItem:
                return own;
            default:
                throw new InvalidOperationException($"{step.Title}: work of a kind whose memory is not known");
        }
    }

    /// <summary>
    /// Outputs of convolutions and of ReLUs wait for the backward pass; weights lie there four times: their own, momentum, gradient, and a
    /// copy to compute with; AdamW keeps another moment. In fp32 they are transformed for both directions.
    /// </summary>
    private static double Training(ModelSpec spec, TrainingOptions options)
        => ((options.Precision == Precision.Bf16 ? 16 : 16 + 2 * TransformedWeight) + (options.Optimizer == OptimizerKind.AdamW ? 4 : 0))
        * spec.ParameterCount
        + (options.Precision == Precision.Bf16 ? 2.0 : 4.0) * options.Batch
        * spec.Graph.Nodes.Where(n => Waits(n.Operation)).Sum(n => n.Features);

    /// <summary>Whether an output lies there until the backward pass: what works in the memory of its input does not.</summary>
    private static bool Waits(Operation operation)
        => operation is not (Operation.Input or Operation.BatchNorm or Operation.Addition or Operation.Flatten or Operation.Dropout
            or Operation.StochasticDepth or Operation.AveragePool or Operation.FirstToken);

    private static double Pass(IReadOnlyList<PlannedModel> models, int batch)
        => Weights(models) + 4.0 * LargestAtOnce * batch * LargestLayer(models);

    private static double Comparison(IReadOnlyList<PlannedModel> models, IReadOnlyList<(string A, string B)> pairs,
        ComparisonOptions options, long largestLayer, ImageSet images, int threads)
    {
        var layers = models.ToDictionary(m => m.Name, m => LayerSelection.Select(m.Spec.Layers, options.Layers).Length);
        return Weights(models) + ModelComparison.Bytes(
            [.. layers.Values], [.. pairs.Select(p => (layers[p.A], layers[p.B]))], largestLayer,
            Math.Min(options.MaxExamples ?? int.MaxValue, images.Test.Count), options, threads);
    }

    private static double Weights(IReadOnlyList<PlannedModel> models) => models.Sum(m => (4 + TransformedWeight) * m.Spec.ParameterCount);

    private static long LargestLayer(IReadOnlyList<PlannedModel> models) => models.SelectMany(m => m.Spec.Layers).Max(l => l.Features);
}
