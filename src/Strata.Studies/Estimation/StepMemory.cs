using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>
/// Bytes that a worker process holds at most, by what it keeps. Beside what five trainings (ResNet-14-1x to 38-4x) and two comparisons took on CIFAR-10, it was between 9 % too
/// little and 3 % too much.
/// </summary>
internal static class StepMemory
{
    /// <summary>.NET, libtorch and what they hold for themselves.</summary>
    private const double Process = 250e6;

    /// <summary>Tensors of the largest layer's size that a forward pass has at a time.</summary>
    private const int LargestAtOnce = 4;

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
                int compared = Math.Min(compare.Similarity.MaxExamples ?? int.MaxValue, images.Test.Count), batch = Math.Min(compare.Similarity.Batch, compared);
                var layers = compare.Models.ToDictionary(m => m.Name, m => LayerSelection.Select(m.Spec.Layers, compare.Similarity.Layers).Length);
                int batches = (compared + batch - 1) / batch * (compare.Similarity.Batch >= compared ? 1 : compare.Similarity.Passes);
                int atOnce = ModelComparison.BatchesAtOnce(step.Threads, batches, layers.Values.Sum(), batch, LargestLayer(compare.Models));
                return own + Weights(compare.Models) + atOnce * Activations(compare.Models, batch)
                    + ModelComparison.Bytes([.. layers.Values], [.. compare.Comparisons.Select(c => (layers[c.A], layers[c.B]))], batch, atOnce);
            case AnalysisItem { Models: [PlannedModel one] } analysis:
                int? asked = analysis.Analysis.Options.TryGetPropertyValue("batch", out var value) ? value!.GetValue<int>() : null;
                return own + Pass([one], Math.Min(asked ?? TrainedModel.Batch, images.Test.Count)) + (asked is null ? 0 : ModelComparison.Bytes([one.Spec.Layers.Count], [], Math.Min(asked.Value, images.Test.Count), 1));
            // What is about several models reads their predictions or matrices.
            case AnalysisItem:
                return own;
            default:
                throw new InvalidOperationException($"{step.Title}: work of a kind whose memory is not known");
        }
    }

    /// <summary>Outputs of convolutions and of ReLUs wait for the backward pass; weights lie there four times: their own, momentum, gradient, and a copy to compute with.</summary>
    private static double Training(ModelSpec spec, TrainingOptions options)
        => 16.0 * spec.ParameterCount + (options.Precision == Precision.Bf16 ? 2.0 : 4.0) * options.Batch * spec.Layers.Where(l => l.Kind is "conv" or "projection" or "relu").Sum(l => l.Features);

    private static double Pass(IReadOnlyList<PlannedModel> models, int batch) => Weights(models) + Activations(models, batch);

    private static double Weights(IReadOnlyList<PlannedModel> models) => models.Sum(m => 4.0 * m.Spec.ParameterCount);

    private static double Activations(IReadOnlyList<PlannedModel> models, int batch) => 4.0 * LargestAtOnce * batch * LargestLayer(models);

    private static long LargestLayer(IReadOnlyList<PlannedModel> models) => models.SelectMany(m => m.Spec.Layers).Max(l => l.Features);
}
