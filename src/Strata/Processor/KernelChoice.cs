namespace Strata.Processor;

/// <summary>
/// Whether Strata's machine code or libtorch computes a kind of convolution here: by what was measured on the processor's class, and where
/// nothing was, by its features.
/// </summary>
internal static class KernelChoice
{
    private static readonly Lazy<ProcessorClass?> s_here = new(() => ProcessorClass.Of(CpuFeatures.Detect()));

    /// <summary>Why it is not ours on this machine, or null.</summary>
    public static string? Problem(KernelKind kind, int channels)
        => Problem(kind, channels, CpuFeatures.Detect(), s_here.Value, MachineCode.Problem);

    /// <param name="known">Of the processor.</param>
    /// <param name="system">Why the system lets no code be made, or null.</param>
    internal static string? Problem(KernelKind kind, int channels, CpuFeatures cpu, ProcessorClass? known, string? system)
        => known?.Rates?.PrefersStrata(kind, channels) is { } ours
            ? CapabilityOf(kind).Missing(cpu, system) ?? (ours ? null : $"libtorch is faster at it on {known.Name}")
            : CapabilityOf(kind).ProblemOf(cpu, system);

    private static Capability CapabilityOf(KernelKind kind) => kind switch
    {
        KernelKind.ForwardBf16 or KernelKind.InputGradientBf16 => Capability.Bf16Convolutions,
        KernelKind.WeightGradientBf16 => Capability.Bf16WeightGradients,
        KernelKind.ForwardFp32 or KernelKind.InputGradientFp32 => Capability.WinogradConvolutions,
        KernelKind.WeightGradientFp32 => Capability.WinogradWeightGradients,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
