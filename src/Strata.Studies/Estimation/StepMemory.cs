using Strata.Data;
using Strata.Models;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>What a worker process holds at most, by what it keeps: within a tenth of what trainings from ResNet-14-1x to 38-4x took.</summary>
internal static class StepMemory
{
    /// <summary>.NET, libtorch and what they hold for themselves.</summary>
    private const double Process = 250e6;

    /// <summary>Tensors of the largest layer's size that a pass without memory of its layers has at a time.</summary>
    private const int LargestAtOnce = 4;

    /// <summary>Images of a forward pass where the study does not say.</summary>
    private const int PassBatch = 250;

    public static double Bytes(RunStep step, ImageSet images)
    {
        double own = Process + images.Train.Pixels.Length + images.Test.Pixels.Length;
        return own + step.Item(step.Makes.Select(m => m.Artifact).ToHashSet()) switch
        {
            TrainItem { Model.Trained: true } train => Training(train.Model.Spec, train.Model.Training) + Pass([train.Model], PassBatch),
            TrainItem control => Pass([control.Model], control.Model.Training.Batch),
            CompareItem compare => Pass(compare.Models, compare.Similarity.Batch) + ModelComparison.Bytes(compare.Models.Sum(m => m.Spec.Layers.Count), compare.Similarity.Batch),
            AnalysisItem analysis => Pass(analysis.Models, analysis.Analysis.Options.TryGetPropertyValue("batch", out var batch) ? batch!.GetValue<int>() : PassBatch),
            _ => 0,
        };
    }

    /// <summary>Outputs of convolutions and of ReLUs wait for the backward pass; weights lie there four times: their own, momentum, gradient, and a copy to compute with.</summary>
    private static double Training(ModelSpec spec, TrainingOptions options)
        => 16.0 * spec.ParameterCount + (options.Precision == Precision.Bf16 ? 2.0 : 4.0) * options.Batch * spec.Layers.Where(l => l.Kind is "conv" or "projection" or "relu").Sum(l => l.Features);

    private static double Pass(IReadOnlyList<PlannedModel> models, int batch)
        => models.Sum(m => 4.0 * m.Spec.ParameterCount) + 4.0 * LargestAtOnce * batch * models.SelectMany(m => m.Spec.Layers).Max(l => l.Features);
}
