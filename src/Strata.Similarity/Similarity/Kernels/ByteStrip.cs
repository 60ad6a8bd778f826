using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Strata.Similarity.Kernels;

/// <summary>
/// Packs 16 examples in 8-bit fixed point, [depth/4][16][4]: rounds first, example by example, and turns fours of features around. Every
/// example of every panel has a unit of its own, so that none takes digits from the others.
/// </summary>
internal static unsafe class ByteStrip
{
    /// <summary>Features that are packed together.</summary>
    public const int Block = 64;

    /// <summary>The most features of a strip.</summary>
    public const int Depth = 1024;

    private const float Largest = 127;

    /// <summary>Values whose squares fp32 cannot hold count as 0.</summary>
    private const float Smallest = 1e-30f;

    /// <param name="rows">The first feature of the first example; the examples are <paramref name="stride"/> apart.</param>
    /// <param name="examples">1 to 16; the places of the others get zeros.</param>
    /// <param name="count">Features, a multiple of <see cref="Block"/>.</param>
    /// <param name="units">[16] gets what 1 stands for in each example; 0 where all values are 0, NaN where one is not finite.</param>
    /// <param name="starts">[16] gets what <see cref="ByteTile"/> begins with; null where the strip is the right side alone.</param>
    public static void Pack(float* rows, long stride, int examples, int count, float* offsets, sbyte* to, float* units, int* starts)
    {
        // A line more than the features, so that the rows do not fall into one set of the cache.
        const int Row = Depth + 64;
        sbyte* rounded = stackalloc sbyte[16 * Row];
        for (int e = 0; e < 16; e++)
            Round(e < examples ? rows + e * stride : null, e + 1 < examples ? stride : 0, count, offsets, rounded + e * Row, units + e);
        for (int k = 0; k < count; k += Block, to += 16 * Block) StripTranspose.Turn((float*)(rounded + k), Row / 4, (float*)to, 16);
        if (starts is not null) Start(to - 16 * count, count / 4, starts);
    }

    /// <summary>The same for 16 channels at once, each a strip of its own with the pixels as features.</summary>
    /// <param name="rows">The first channel of the first pixel of the first example; pixels are <paramref name="pixelStride"/>
    /// apart.</param>
    /// <param name="depth">Pixels, a multiple of 4.</param>
    /// <param name="offsets">[depth, 16].</param>
    /// <param name="to">Gets the first channel's strip; those of the next are <paramref name="step"/> further, as are their units and
    /// starts by <paramref name="unitStep"/>.</param>
    public static void PackChannels(float* rows, long stride, int pixelStride, int examples, int depth, float* offsets, sbyte* to,
        long step, float* units, int* starts, int unitStep)
    {
        float* scales = stackalloc float[256], byChannel = stackalloc float[256];
        for (int e = 0; e < 16; e++)
        {
            Vector512<float> unit = e < examples ? Unit(rows + e * stride, pixelStride, depth, offsets) : default;
            unit.Store(byChannel + 16 * e);
            Scale(unit).Store(scales + 16 * e);
        }
        for (int c = 0; c < 16; c++)
            for (int e = 0; e < 16; e++) units[c * unitStep + e] = byChannel[16 * e + c];
        float* fours = stackalloc float[256];
        new Span<float>(fours, 256).Clear();
        for (int quad = 0; quad < depth / 4; quad++, offsets += 64)
        {
            Vector512<float> o0 = Vector512.Load(offsets), o1 = Vector512.Load(offsets + 16), o2 = Vector512.Load(offsets + 32),
                o3 = Vector512.Load(offsets + 48);
            for (int e = 0; e < examples; e++)
            {
                float* at = rows + e * stride + 4L * quad * pixelStride;
                var scale = Vector512.Load(scales + 16 * e);
                Vector512<int> low = Vector512.Create(0xFF);
                Vector512<int> q0 = Quantize(at, o0, scale) & low, q1 = Quantize(at + pixelStride, o1, scale) & low,
                    q2 = Quantize(at + 2 * pixelStride, o2, scale) & low, q3 = Quantize(at + 3 * pixelStride, o3, scale);
                (q0 | (q1 << 8) | (q2 << 16) | (q3 << 24)).AsSingle().Store(fours + 16 * e);
            }
            StripTranspose.Turn(fours, 16, (float*)(to + 64L * quad), step / 4);
        }
        for (int c = 0; starts is not null && c < 16; c++) Start(to + c * step, depth / 4, starts + c * unitStep);
    }

    private static void Round(float* row, long stride, int count, float* offsets, sbyte* to, float* unit)
    {
        if (row is null)
        {
            new Span<sbyte>(to, count).Clear();
            *unit = 0;
            return;
        }
        Vector512<uint> even = default, odd = default;
        for (int k = 0; k < count; k += 32)
        {
            even = Larger(even, Vector512.Load(row + k) - Vector512.Load(offsets + k));
            odd = Larger(odd, Vector512.Load(row + k + 16) - Vector512.Load(offsets + k + 16));
        }
        Vector512<uint> peaks = Vector512.Max(even, odd);
        uint peak = 0;
        for (int c = 0; c < 16; c++) peak = Math.Max(peak, peaks[c]);
        *unit = Unit(Vector512.Create(peak))[0];
        Vector512<float> scale = Scale(Vector512.Create(*unit));
        for (int k = 0; k < count; k += Block, row += Block, offsets += Block)
        {
            // The next example lies in other pages, where the processor does not look ahead by itself.
            for (int line = 0; line < Block; line += 16) Sse.Prefetch0(row + stride + line);
            Vector512<short> first = Avx512BW.PackSignedSaturate(Quantize(row, Vector512.Load(offsets), scale),
                Quantize(row + 16, Vector512.Load(offsets + 16), scale));
            Vector512<short> second = Avx512BW.PackSignedSaturate(Quantize(row + 32, Vector512.Load(offsets + 32), scale),
                Quantize(row + 48, Vector512.Load(offsets + 48), scale));
            // Lanes leave in another order, the same for every example.
            Avx512BW.PackSignedSaturate(first, second).Store(to + k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Quantize(float* at, Vector512<float> offsets, Vector512<float> scale)
        => Avx512F.ConvertToVector512Int32((Vector512.Load(at) - offsets) * scale);

    /// <summary>Units of 16 channels of one example.</summary>
    private static Vector512<float> Unit(float* at, int stride, int depth, float* offsets)
    {
        Vector512<uint> peaks = default;
        for (int k = 0; k < depth; k++, at += stride, offsets += 16) peaks = Larger(peaks, Vector512.Load(at) - Vector512.Load(offsets));
        return Unit(peaks);
    }

    /// <summary>Magnitudes compare as their bits do, and what is not finite is larger than all others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Larger(Vector512<uint> peaks, Vector512<float> x)
        => Vector512.Max(peaks, x.AsUInt32() & Vector512.Create(0x7FFFFFFFu));

    private static Vector512<float> Unit(Vector512<uint> peaks)
    {
        Vector512<float> unit = peaks.AsSingle() / Largest, finite = Vector512.LessThan(peaks, Vector512.Create(0x7F800000u)).AsSingle();
        unit = Vector512.ConditionalSelect(Vector512.LessThan(unit, Vector512.Create(Smallest)), Vector512<float>.Zero, unit);
        return Vector512.ConditionalSelect(finite, unit, Vector512.Create(float.NaN));
    }

    private static Vector512<float> Scale(Vector512<float> unit)
        => Vector512.ConditionalSelect(Vector512.GreaterThan(unit, Vector512<float>.Zero), Vector512<float>.One / unit,
            Vector512<float>.Zero);

    private static void Start(sbyte* strip, int quads, int* starts)
    {
        Vector512<int> sum = default;
        for (int k = 0; k < quads; k++, strip += 64)
            sum += Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(Vector512<byte>.One, Vector512.Load(strip)),
                Vector512<short>.One);
        (sum * -128).Store(starts);
    }
}
