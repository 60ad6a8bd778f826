using System.Runtime.Intrinsics.X86;

namespace Strata.Processor;

/// <summary>
/// A kind of kernel that not every machine can run: what it needs, and what is said where that is missing. This table is the only place
/// that knows; a kernel asks it before it is made, <c>strata doctor</c> shows it.
/// </summary>
public sealed record Capability
{
    private readonly Func<CpuFeatures, bool> _has;
    private readonly Func<CpuFeatures, string?> _slower;
    private readonly bool _assembled;

    /// <param name="kernel">The kind, as a person is told.</param>
    /// <param name="needs">The processor's feature by its usual name.</param>
    /// <param name="has">Whether a processor has it.</param>
    /// <param name="assembled">Whether it is machine code of ours, for which the system must let code be made.</param>
    /// <param name="slower">Why something else is faster on a processor that has it, or null.</param>
    private Capability(
        string kernel, string needs, Func<CpuFeatures, bool> has, bool assembled = true, Func<CpuFeatures, string?>? slower = null)
        => (Kernel, Needs, _has, _assembled, _slower) = (kernel, needs, has, assembled, slower ?? (_ => null));

    /// <summary>3×3 convolutions in fp32 by Winograd's transforms; else libtorch's.</summary>
    public static Capability WinogradConvolutions { get; } = new("3×3 convolutions in fp32", "AVX2", cpu => cpu.Avx2);

    /// <summary>Gradients of the weights of 3×3 convolutions in fp32 by Winograd's transforms; else libtorch's.</summary>
    public static Capability WinogradWeightGradients { get; }
        = new("weight gradients of 3×3 convolutions in fp32", "AVX2", cpu => cpu.Avx2,
            slower: cpu => cpu.Avx512 ? "libtorch uses AVX-512, and nobody measured which is faster" : null);

    /// <summary>Convolutions in bf16 and their input's gradients; else libtorch's.</summary>
    public static Capability Bf16Convolutions { get; } = new("convolutions in bf16", "AVX-512 bf16", cpu => cpu.Avx512Bf16,
        slower: cpu => cpu.HasFastBf16Pairs ? null : cpu.AmxBf16 ? "libtorch uses the processor's AMX, which is faster"
            : "the processor multiplies bf16 pairs at half the speed of fp32");

    /// <summary>Gradients of weights from bf16 activations; else libtorch's.</summary>
    public static Capability Bf16WeightGradients { get; } = new("weight gradients in bf16", "AVX-512 bf16",
        cpu => cpu.Avx512Bf16 && Avx512BW.IsSupported,
        slower: cpu => cpu.AmxBf16 ? "libtorch uses the processor's AMX, which is faster" : null);

    /// <summary>Gram products in fp32; else vectors of .NET.</summary>
    public static Capability FloatTiles { get; } = new("Gram products in fp32", "AVX2", cpu => cpu.Avx2);

    /// <summary>Gram products of numbers rounded to 8 bits; else <see cref="WordTiles"/>.</summary>
    public static Capability ByteTiles { get; } = new("Gram products in 8 bits", "AVX-512 VNNI",
        cpu => cpu.Avx512Vnni && Avx512BW.IsSupported);

    /// <summary>Gram products of numbers rounded to 16 bits, in vectors of .NET; else those in fp32, which then are as fast.</summary>
    public static Capability WordTiles { get; } = new("Gram products in 16 bits", "AVX-512 BW", _ => Avx512BW.IsSupported,
        assembled: false);

    public static IReadOnlyList<Capability> All { get; }
        = [WinogradConvolutions, WinogradWeightGradients, Bf16Convolutions, Bf16WeightGradients, FloatTiles, ByteTiles, WordTiles];

    /// <summary>The kind of kernel.</summary>
    public string Kernel { get; }

    /// <summary>The processor's feature by its usual name.</summary>
    public string Needs { get; }

    /// <summary>Whether this machine can run them, fastest or not.</summary>
    public bool CanRun => Missing(CpuFeatures.Detect(), MachineCode.Problem) is null;

    /// <summary>Why this machine does not use them, or null where it does.</summary>
    public string? Problem => ProblemOf(CpuFeatures.Detect(), MachineCode.Problem);

    /// <param name="system">Why the system lets no code be made, or null.</param>
    internal string? ProblemOf(CpuFeatures cpu, string? system) => Missing(cpu, system) ?? _slower(cpu);

    internal string? Missing(CpuFeatures cpu, string? system) => !_has(cpu) ? $"needs {Needs}" : _assembled ? system : null;
}
