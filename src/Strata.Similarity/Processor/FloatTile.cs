using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Strata.Processor;

/// <summary>
/// The innermost product: a 16 × 16 tile from two packed strips, [depth, 16] each, or two such tiles side by side. Strips hold 16 examples
/// of a Gram X·Xᵀ, or 16 channels of a weight gradient. <see cref="TileCode"/> says how, and <see cref="HalfTileCode"/> without AVX-512.
/// </summary>
internal static unsafe class FloatTile
{
    /// <summary>Examples or channels per side of a tile.</summary>
    public const int Side = TileCode.Side;

    /// <summary>Floats of a tile.</summary>
    public const int Size = Side * Side;

    /// <summary>Lives as long as the process, as compiled methods do.</summary>
    private static readonly MachineCode? s_one = TileCode.Floats(1), s_two = TileCode.Floats(2);

    /// <summary>
    /// Adds a·bᵀ over <paramref name="depth"/> features to <paramref name="tile"/>, and <paramref name="factor"/> times that to
    /// <paramref name="scaled"/> unless it is null.
    /// </summary>
    /// <param name="strips">Of b: 1, or 2 whose second strip and tiles lie behind the first.</param>
    public static void Add(float* a, float* b, int depth, float* tile, float* scaled, float factor, int strips = 1)
    {
        if ((strips == 2 ? s_two : s_one) is { } code)
        {
            var product = new TileProduct((nint)a, (nint)b, depth, (nint)tile, (nint)scaled, factor);
            ((delegate* unmanaged[SuppressGCTransition]<TileProduct*, void>)code.Entry)(&product);
        }
        else if (strips == 2)
        {
            Add(a, b, depth, tile, scaled, factor);
            Add(a, b + (long)depth * Side, depth, tile + Size, scaled is null ? null : scaled + Size, factor);
        }
        else if (Vector512.IsHardwareAccelerated) AddInVectors(a, b, depth, tile, scaled, factor);
        else
            for (int row = 0; row < Side; row += 4)
                AddFourRows(a + row, b, depth, tile + row * Side, scaled is null ? null : scaled + row * Side, factor);
    }

    /// <summary>What is assembled, in .NET's own vectors, for systems where no code can be made; the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddInVectors(float* a, float* b, int depth, float* tile, float* scaled, float factor)
    {
        Vector512<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default,
            c8 = default, c9 = default, c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
        for (float* end = a + (long)depth * Side; a < end; a += Side, b += Side)
        {
            var v = Vector512.Load(b);
            c0 = Vector512.FusedMultiplyAdd(Vector512.Create(a[0]), v, c0);
            c1 = Vector512.FusedMultiplyAdd(Vector512.Create(a[1]), v, c1);
            c2 = Vector512.FusedMultiplyAdd(Vector512.Create(a[2]), v, c2);
            c3 = Vector512.FusedMultiplyAdd(Vector512.Create(a[3]), v, c3);
            c4 = Vector512.FusedMultiplyAdd(Vector512.Create(a[4]), v, c4);
            c5 = Vector512.FusedMultiplyAdd(Vector512.Create(a[5]), v, c5);
            c6 = Vector512.FusedMultiplyAdd(Vector512.Create(a[6]), v, c6);
            c7 = Vector512.FusedMultiplyAdd(Vector512.Create(a[7]), v, c7);
            c8 = Vector512.FusedMultiplyAdd(Vector512.Create(a[8]), v, c8);
            c9 = Vector512.FusedMultiplyAdd(Vector512.Create(a[9]), v, c9);
            c10 = Vector512.FusedMultiplyAdd(Vector512.Create(a[10]), v, c10);
            c11 = Vector512.FusedMultiplyAdd(Vector512.Create(a[11]), v, c11);
            c12 = Vector512.FusedMultiplyAdd(Vector512.Create(a[12]), v, c12);
            c13 = Vector512.FusedMultiplyAdd(Vector512.Create(a[13]), v, c13);
            c14 = Vector512.FusedMultiplyAdd(Vector512.Create(a[14]), v, c14);
            c15 = Vector512.FusedMultiplyAdd(Vector512.Create(a[15]), v, c15);
        }
        Flush(c0, tile + 0 * Side, scaled, 0 * Side, factor);
        Flush(c1, tile + 1 * Side, scaled, 1 * Side, factor);
        Flush(c2, tile + 2 * Side, scaled, 2 * Side, factor);
        Flush(c3, tile + 3 * Side, scaled, 3 * Side, factor);
        Flush(c4, tile + 4 * Side, scaled, 4 * Side, factor);
        Flush(c5, tile + 5 * Side, scaled, 5 * Side, factor);
        Flush(c6, tile + 6 * Side, scaled, 6 * Side, factor);
        Flush(c7, tile + 7 * Side, scaled, 7 * Side, factor);
        Flush(c8, tile + 8 * Side, scaled, 8 * Side, factor);
        Flush(c9, tile + 9 * Side, scaled, 9 * Side, factor);
        Flush(c10, tile + 10 * Side, scaled, 10 * Side, factor);
        Flush(c11, tile + 11 * Side, scaled, 11 * Side, factor);
        Flush(c12, tile + 12 * Side, scaled, 12 * Side, factor);
        Flush(c13, tile + 13 * Side, scaled, 13 * Side, factor);
        Flush(c14, tile + 14 * Side, scaled, 14 * Side, factor);
        Flush(c15, tile + 15 * Side, scaled, 15 * Side, factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Vector512<float> sum, float* tile, float* scaled, int offset, float factor)
    {
        (Vector512.Load(tile) + sum).Store(tile);
        if (scaled is not null)
            Vector512.FusedMultiplyAdd(sum, Vector512.Create(factor), Vector512.Load(scaled + offset)).Store(scaled + offset);
    }

    /// <summary>
    /// Four rows of a tile in vectors of eight, for systems where no code can be made and for other processors, through .NET's own
    /// fallback.
    /// </summary>
    internal static void AddFourRows(float* a, float* b, int depth, float* tile, float* scaled, float factor)
    {
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (float* end = a + (long)depth * Side; a < end; a += Side, b += Side)
        {
            Vector256<float> v0 = Vector256.Load(b), v1 = Vector256.Load(b + 8), s = Vector256.Create(a[0]);
            a0 = Vector256.MultiplyAddEstimate(s, v0, a0);
            a1 = Vector256.MultiplyAddEstimate(s, v1, a1);
            s = Vector256.Create(a[1]);
            b0 = Vector256.MultiplyAddEstimate(s, v0, b0);
            b1 = Vector256.MultiplyAddEstimate(s, v1, b1);
            s = Vector256.Create(a[2]);
            c0 = Vector256.MultiplyAddEstimate(s, v0, c0);
            c1 = Vector256.MultiplyAddEstimate(s, v1, c1);
            s = Vector256.Create(a[3]);
            d0 = Vector256.MultiplyAddEstimate(s, v0, d0);
            d1 = Vector256.MultiplyAddEstimate(s, v1, d1);
        }
        Flush(a0, a1, tile, scaled, 0, factor);
        Flush(b0, b1, tile + Side, scaled, Side, factor);
        Flush(c0, c1, tile + 2 * Side, scaled, 2 * Side, factor);
        Flush(d0, d1, tile + 3 * Side, scaled, 3 * Side, factor);
    }

    private static void Flush(Vector256<float> low, Vector256<float> high, float* tile, float* scaled, int offset, float factor)
    {
        (Vector256.Load(tile) + low).Store(tile);
        (Vector256.Load(tile + 8) + high).Store(tile + 8);
        if (scaled is null) return;
        (Vector256.Load(scaled + offset) + low * factor).Store(scaled + offset);
        (Vector256.Load(scaled + offset + 8) + high * factor).Store(scaled + offset + 8);
    }
}
