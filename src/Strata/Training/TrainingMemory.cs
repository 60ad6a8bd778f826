using Strata.Activations;
using Strata.Data;
using Strata.Engine;
using Strata.Models;

namespace Strata.Training;

/// <summary>What a training takes.</summary>
public static class TrainingMemory
{
    /// <summary>Bytes of a process that trains, the image set included.</summary>
    /// <param name="options">Settled.</param>
    /// <param name="threads">That compute.</param>
    public static long Bytes(ModelSpec spec, ImageSet data, TrainingOptions options, int threads)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        return NetworkMemory.Process + data.Bytes + NetworkMemory.OfTraining(spec.Graph, options.Batch, options.Precision == Precision.Bf16,
            options.Optimizer == OptimizerKind.AdamW ? 2 : 1, Math.Min(TrainedModel.Batch, data.Test.Count), threads);
    }
}
