namespace Strata.Training;

/// <summary>The number format of convolutions during training; weights, statistics and everything reported stay in 32 bits.</summary>
public enum Precision
{
    /// <summary>bf16 where the processor has instructions for it, else fp32.</summary>
    Auto,
    Fp32,
    Bf16,
}
