using Strata.Models;
using Strata.Runtime;
using TorchSharp;

namespace Strata.Training;

/// <summary>
/// Measures training steps with the threads that are set, on images of noise: what a step takes does not depend on its numbers.
/// </summary>
public static class TrainingProbe
{
    /// <summary>Seconds of a step: a mean over one at least, behind some that are not counted.</summary>
    /// <param name="options">Settled: its precision is one that this processor has.</param>
    /// <param name="share">Of the usual time for measuring; less gives a rough figure.</param>
    public static double SecondsPerStep(ModelSpec spec, TrainingOptions options, double share = 1)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(options);
        using NetworkWeights weights = NetworkWeights.Initial(spec, options.Seed);
        using var step = new TrainingStep(weights, options, new(options.BatchNormMomentum ?? 0.1), options.Precision == Precision.Bf16);
        using torch.Tensor rows = torch.rand([options.Batch, spec.Size, spec.Size, spec.Channels]), images = rows.permute(0, 3, 1, 2);
        int[] labels = [.. Enumerable.Range(0, options.Batch).Select(i => i % spec.Classes)];
        return RepeatedCall.Seconds(() =>
        {
            step.Gradients(images, labels);
            step.Optimizer.Step(options.LearningRate);
        }, share);
    }
}
