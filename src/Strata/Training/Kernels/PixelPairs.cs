using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Strata.Training.Kernels;

/// <summary>Packs bf16 channels-last pixels as pairs, [pair][16 channels][2], one block of 16 channels after the other.</summary>
internal static unsafe class PixelPairs
{
    private const int Lanes = WeightGradientShape.Lanes, PairBytes = WeightGradientShape.PairBytes;

    private static readonly Vector512<ushort> s_interleave = Vector512.Create([.. Enumerable.Range(0, 32).Select(i => (ushort)(i / 2 + i % 2 * 16))]);

    /// <summary>One row: pair j is made of the pixels <paramref name="start"/> + 2·step·j and step further; pixels outside of the row are zeros.</summary>
    /// <param name="row">[width, channels].</param>
    /// <param name="firstBlock">Blocks of 16 channels to pack, up to <paramref name="endBlock"/>; what the last one has beyond the channels is left undefined.</param>
    /// <param name="to">Where the first block's pairs go; the next block's go <paramref name="blockBytes"/> further.</param>
    /// <param name="end">End of the memory that may be read.</param>
    public static void Pack(ushort* row, int width, int channels, int firstBlock, int endBlock, int start, int step, int pairs, byte* to, long blockBytes, ushort* end)
    {
        // Pairs [inner, outer) lie inside of the row.
        int inner = start < 0 ? (-start + 2 * step - 1) / (2 * step) : 0;
        int outer = Math.Clamp((width - 1 - step - start + 2 * step) / (2 * step), inner, Math.Max(inner, pairs));
        Vector512<ushort> interleave = s_interleave;
        for (int block = firstBlock; block < endBlock; block++, to += blockBytes)
        {
            ushort* column = row + block * Lanes;
            int count = Math.Min(Lanes, channels - block * Lanes), stop = outer;
            // A last block with fewer channels reads into the next pixels, which must not lead out of the tensor.
            while (count < Lanes && stop > inner && column + (long)(start + (2 * stop - 1) * step) * channels + Lanes > end) stop--;
            for (int j = 0; j < Math.Min(inner, pairs); j++) PackEdge(column, width, channels, count, start + 2 * step * j, step, to + j * PairBytes);
            ushort* first = column + (long)(start + 2 * step * inner) * channels, second = first + (long)step * channels;
            byte* at = to + inner * PairBytes;
            long advance = 2L * step * channels;
            for (int j = inner; j < stop; j++, first += advance, second += advance, at += PairBytes)
                Avx512BW.PermuteVar32x16(Vector512.Create(Vector256.Load(first), Vector256.Load(second)), interleave).Store((ushort*)at);
            for (int j = Math.Max(inner, stop); j < pairs; j++) PackEdge(column, width, channels, count, start + 2 * step * j, step, to + j * PairBytes);
        }
    }

    private static void PackEdge(ushort* column, int width, int channels, int count, int pixel, int step, byte* to)
    {
        Vector256<ushort> first = Load(column, width, channels, count, pixel), second = Load(column, width, channels, count, pixel + step);
        Avx512BW.PermuteVar32x16(Vector512.Create(first, second), s_interleave).Store((ushort*)to);
    }

    private static Vector256<ushort> Load(ushort* column, int width, int channels, int count, int pixel)
    {
        if (pixel < 0 || pixel >= width) return Vector256<ushort>.Zero;
        ushort* from = column + (long)pixel * channels;
        if (count == Lanes) return Vector256.Load(from);
        Vector256<ushort> some = default;
        new ReadOnlySpan<ushort>(from, count).CopyTo(new((ushort*)&some, Lanes));
        return some;
    }
}
