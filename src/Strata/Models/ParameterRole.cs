namespace Strata.Models;

public enum ParameterRole
{
    /// <summary>
    /// Of a convolution, a dense layer or attention: he_normal at the start unless the family says else, with weight decay.
    /// </summary>
    Kernel,

    /// <summary>Bias of a convolution or dense layer, or β of a norm: 0 at the start, no decay.</summary>
    Bias,

    /// <summary>γ of a norm: 1 at the start, no decay.</summary>
    Scale,

    /// <summary>A learned token or position: no decay.</summary>
    Embedding,

    RunningMean,
    RunningVariance,
}
