using Strata.Models;
using Strata.Training;

namespace Strata.Studies.Estimation;

/// <summary>Multiply-adds per second of what steps are made of, for networks as wide as a model.</summary>
internal interface ISpeeds
{
    double Training(ModelSpec spec, TrainingOptions options, int threads);

    double Pass(ModelSpec spec, int threads);

    /// <summary>Of comparing all layers, forward pass included.</summary>
    double Comparison(ModelSpec spec, int batch, int threads);
}
