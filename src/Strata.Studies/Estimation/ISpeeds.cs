using Strata.Models;
using Strata.Studies.Planning;
using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>Multiply-adds per second of what steps are made of, for networks as wide as a model.</summary>
internal interface ISpeeds
{
    double Training(ModelSpec spec, TrainingOptions options, int threads);

    double Pass(PlannedModel model, int threads);

    /// <summary>Of comparing all layers, forward pass included.</summary>
    double Comparison(PlannedModel model, int batch, int threads);
}
