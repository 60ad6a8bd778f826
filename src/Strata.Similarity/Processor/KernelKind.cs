namespace Strata.Processor;

/// <summary>Work of a 3×3 convolution that both Strata's machine code and libtorch do, in the order of a training step.</summary>
public enum KernelKind
{
    ForwardBf16,
    InputGradientBf16,
    WeightGradientBf16,
    ForwardFp32,
    InputGradientFp32,
    WeightGradientFp32,
}
