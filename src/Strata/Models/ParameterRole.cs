namespace Strata.Models;

public enum ParameterRole
{
    /// <summary>Convolution or dense kernel: he_normal at the start, with weight decay.</summary>
    Kernel,

    /// <summary>Bias of a convolution or dense layer, or β of a batch norm: 0 at the start, no decay.</summary>
    Bias,

    /// <summary>γ of a batch norm: 1 at the start, no decay.</summary>
    Scale,

    RunningMean,
    RunningVariance,
}
