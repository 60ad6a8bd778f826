using Strata.Engine.Kernels;

namespace Strata.Engine;

/// <summary>What sums the gradients of weights in either format, shared by the convolutions of a network for the memory it holds.</summary>
internal sealed class WeightGradients : IDisposable
{
    public WeightGradient Bf16 { get; } = new();

    public WinogradWeightGradient Fp32 { get; } = new();

    public void Dispose()
    {
        Bf16.Dispose();
        Fp32.Dispose();
    }
}
