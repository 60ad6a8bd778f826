using System.Runtime.Intrinsics.X86;
using Strata.Runtime;

namespace Strata.Similarity.Kernels;

/// <summary>
/// The innermost product in 8 bits: a 16 × 16 tile from two packed strips, [depth/4][16][4]. One instruction of AVX512-VNNI, for which .NET has no intrinsic,
/// multiplies 64 numbers and adds them by fours, four times as many as fp32 does; the sums of 32 bits are exact.
/// </summary>
internal static unsafe class ByteTile
{
    /// <summary>Lives as long as the process, as compiled methods do.</summary>
    private static readonly MachineCode? s_code = TileCode.Bytes();

    /// <summary>Whether processor and system allow it.</summary>
    public static bool IsSupported => s_code is not null && Avx512BW.IsSupported;

    /// <summary>
    /// Adds a·bᵀ in the units of both sides' examples: float(Σ a·b)·(unit of b · unit of a) in fp32, and to the scaled tile the factor times that by a fused multiply-add.
    /// </summary>
    public static void Add(TileProduct product) => ((delegate* unmanaged[SuppressGCTransition]<TileProduct*, void>)s_code!.Entry)(&product);
}
