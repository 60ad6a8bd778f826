using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Strata.Processor;

namespace Strata.Similarity.Kernels;

/// <summary>
/// The innermost product in 16-bit fixed point: a 16 × 16 tile from two packed strips, [depth/2][16][2]. One instruction multiplies 32
/// numbers and adds them in pairs, twice as many as fp32 does; the sums of 32 bits are exact. Where <see cref="ByteTile"/> runs, nobody
/// needs it.
/// </summary>
internal static unsafe class WordTile
{
    private const int Side = FloatTile.Side;

    /// <summary>
    /// Adds a·bᵀ over <paramref name="pairs"/> pairs of features, in the units of both sides' examples, to <paramref name="tile"/>, and
    /// <paramref name="factor"/> times that to <paramref name="scaled"/> unless it is null.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(int* a, int* b, int pairs, float* unitsA, float* unitsB, float* tile, float* scaled, float factor)
    {
        Vector512<int> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default,
            c8 = default, c9 = default, c10 = default, c11 = default, c12 = default, c13 = default, c14 = default, c15 = default;
        for (int* end = a + (long)pairs * Side; a < end; a += Side, b += Side)
        {
            Vector512<short> v = Vector512.Load(b).AsInt16();
            c0 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[0]).AsInt16(), v);
            c1 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[1]).AsInt16(), v);
            c2 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[2]).AsInt16(), v);
            c3 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[3]).AsInt16(), v);
            c4 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[4]).AsInt16(), v);
            c5 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[5]).AsInt16(), v);
            c6 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[6]).AsInt16(), v);
            c7 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[7]).AsInt16(), v);
            c8 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[8]).AsInt16(), v);
            c9 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[9]).AsInt16(), v);
            c10 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[10]).AsInt16(), v);
            c11 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[11]).AsInt16(), v);
            c12 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[12]).AsInt16(), v);
            c13 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[13]).AsInt16(), v);
            c14 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[14]).AsInt16(), v);
            c15 += Avx512BW.MultiplyAddAdjacent(Vector512.Create(a[15]).AsInt16(), v);
        }
        var units = Vector512.Load(unitsB);
        Flush(c0, tile + 0 * Side, scaled, 0 * Side, units * unitsA[0], factor);
        Flush(c1, tile + 1 * Side, scaled, 1 * Side, units * unitsA[1], factor);
        Flush(c2, tile + 2 * Side, scaled, 2 * Side, units * unitsA[2], factor);
        Flush(c3, tile + 3 * Side, scaled, 3 * Side, units * unitsA[3], factor);
        Flush(c4, tile + 4 * Side, scaled, 4 * Side, units * unitsA[4], factor);
        Flush(c5, tile + 5 * Side, scaled, 5 * Side, units * unitsA[5], factor);
        Flush(c6, tile + 6 * Side, scaled, 6 * Side, units * unitsA[6], factor);
        Flush(c7, tile + 7 * Side, scaled, 7 * Side, units * unitsA[7], factor);
        Flush(c8, tile + 8 * Side, scaled, 8 * Side, units * unitsA[8], factor);
        Flush(c9, tile + 9 * Side, scaled, 9 * Side, units * unitsA[9], factor);
        Flush(c10, tile + 10 * Side, scaled, 10 * Side, units * unitsA[10], factor);
        Flush(c11, tile + 11 * Side, scaled, 11 * Side, units * unitsA[11], factor);
        Flush(c12, tile + 12 * Side, scaled, 12 * Side, units * unitsA[12], factor);
        Flush(c13, tile + 13 * Side, scaled, 13 * Side, units * unitsA[13], factor);
        Flush(c14, tile + 14 * Side, scaled, 14 * Side, units * unitsA[14], factor);
        Flush(c15, tile + 15 * Side, scaled, 15 * Side, units * unitsA[15], factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(Vector512<int> sum, float* tile, float* scaled, int offset, Vector512<float> units, float factor)
    {
        Vector512<float> product = Vector512.ConvertToSingle(sum) * units;
        (Vector512.Load(tile) + product).Store(tile);
        if (scaled is not null)
            Vector512.FusedMultiplyAdd(product, Vector512.Create(factor), Vector512.Load(scaled + offset)).Store(scaled + offset);
    }
}
