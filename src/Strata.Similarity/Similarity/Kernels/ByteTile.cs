using Strata.Processor;

namespace Strata.Similarity.Kernels;

/// <summary>
/// The innermost product in 8 bits: a 16 × 16 tile from two packed strips, [depth/4][16][4]. One instruction of AVX512-VNNI, for which .NET
/// has no intrinsic, multiplies 64 numbers and adds them by fours, four times as many as fp32 does; the sums of 32 bits are exact.
/// </summary>
internal static unsafe class ByteTile
{
    /// <summary>Lives as long as the process, as compiled methods do.</summary>
    private static readonly MachineCode? s_one = TileCode.Bytes(1), s_two = TileCode.Bytes(2);

    /// <summary>
    /// Adds a·bᵀ in the units of both sides' examples: float(Σ a·b)·(unit of b · unit of a) in fp32, and to the scaled tile the factor
    /// times that by a fused multiply-add.
    /// </summary>
    /// <param name="product">With two strips of b, the second strip, tile and units lie behind the first.</param>
    /// <param name="strips">Of b: 1 or 2.</param>
    public static void Add(TileProduct product, int strips = 1)
        => ((delegate* unmanaged[SuppressGCTransition]<TileProduct*, void>)(strips == 2 ? s_two : s_one)!.Entry)(&product);
}
