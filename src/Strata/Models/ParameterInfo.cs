using Strata.Models.Graph;

namespace Strata.Models;

/// <summary>One tensor of a network's weights.</summary>
/// <param name="Name">As PyTorch would name it, such as <c>stages.0.2.conv1.weight</c>.</param>
/// <param name="Shape">[out, in, height, width] of a convolution, [out, in] of a dense layer, [channels] of the rest.</param>
/// <param name="Role">What it is for: decides initialisation and whether weight decay applies.</param>
/// <param name="Start">How it begins; null: as its role has it.</param>
public sealed record ParameterInfo(string Name, int[] Shape, ParameterRole Role, Initialization? Start = null)
{
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>False for running statistics.</summary>
    public bool Trainable => Role is not (ParameterRole.RunningMean or ParameterRole.RunningVariance);

    /// <summary>How it begins.</summary>
    public Initialization Initial => Start ?? Role switch
    {
        ParameterRole.Kernel => Initialization.HeNormal,
        ParameterRole.Scale or ParameterRole.RunningVariance => Initialization.Ones,
        _ => Initialization.Zeros,
    };
}
