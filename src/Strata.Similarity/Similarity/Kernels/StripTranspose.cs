using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Strata.Similarity.Kernels;

/// <summary>
/// Turns 16 examples × 16 features around, less an offset of each feature, so that the examples of one feature stand side by side.
/// </summary>
internal static unsafe class StripTranspose
{
    /// <param name="rows">The first feature of the first example; the examples are <paramref name="stride"/> apart.</param>
    /// <param name="count">Examples, 1 to 16; the places of the others get zeros.</param>
    /// <param name="features">Features, 1 to 16.</param>
    /// <param name="offsets">[16].</param>
    /// <param name="to">Gets 16 floats for the first feature; those of the next are <paramref name="step"/> further.</param>
    public static void Run(float* rows, long stride, int count, int features, float* offsets, float* to, long step)
    {
        if (Avx512F.IsSupported && count == 16 && features == 16)
        {
            Sixteen(rows, stride, Vector512.Load(offsets), to, step);
            return;
        }
        for (int f = 0; f < features; f++, to += step)
        {
            for (int i = 0; i < count; i++) to[i] = rows[i * stride + f] - offsets[f];
            for (int i = count; i < 16; i++) to[i] = 0;
        }
    }

    /// <summary>Turns 16 × 16 numbers of 32 bits around, whatever they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(float* rows, long stride, float* to, long step)
    {
        Turn(
            Vector512.Load(rows + 0 * stride),
            Vector512.Load(rows + 1 * stride),
            Vector512.Load(rows + 2 * stride),
            Vector512.Load(rows + 3 * stride),
            Vector512.Load(rows + 4 * stride),
            Vector512.Load(rows + 5 * stride),
            Vector512.Load(rows + 6 * stride),
            Vector512.Load(rows + 7 * stride),
            Vector512.Load(rows + 8 * stride),
            Vector512.Load(rows + 9 * stride),
            Vector512.Load(rows + 10 * stride),
            Vector512.Load(rows + 11 * stride),
            Vector512.Load(rows + 12 * stride),
            Vector512.Load(rows + 13 * stride),
            Vector512.Load(rows + 14 * stride),
            Vector512.Load(rows + 15 * stride),
            to, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sixteen(float* rows, long stride, Vector512<float> offsets, float* to, long step)
    {
        Turn(
            Vector512.Load(rows + 0 * stride) - offsets,
            Vector512.Load(rows + 1 * stride) - offsets,
            Vector512.Load(rows + 2 * stride) - offsets,
            Vector512.Load(rows + 3 * stride) - offsets,
            Vector512.Load(rows + 4 * stride) - offsets,
            Vector512.Load(rows + 5 * stride) - offsets,
            Vector512.Load(rows + 6 * stride) - offsets,
            Vector512.Load(rows + 7 * stride) - offsets,
            Vector512.Load(rows + 8 * stride) - offsets,
            Vector512.Load(rows + 9 * stride) - offsets,
            Vector512.Load(rows + 10 * stride) - offsets,
            Vector512.Load(rows + 11 * stride) - offsets,
            Vector512.Load(rows + 12 * stride) - offsets,
            Vector512.Load(rows + 13 * stride) - offsets,
            Vector512.Load(rows + 14 * stride) - offsets,
            Vector512.Load(rows + 15 * stride) - offsets,
            to, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Turn(
        Vector512<float> r0, Vector512<float> r1, Vector512<float> r2, Vector512<float> r3, Vector512<float> r4, Vector512<float> r5,
        Vector512<float> r6, Vector512<float> r7,
        Vector512<float> r8, Vector512<float> r9, Vector512<float> r10, Vector512<float> r11, Vector512<float> r12, Vector512<float> r13,
        Vector512<float> r14, Vector512<float> r15,
        float* to, long step)
    {
        Vector512<float> s0 = Avx512F.UnpackLow(r0, r1), s1 = Avx512F.UnpackHigh(r0, r1);
        Vector512<float> s2 = Avx512F.UnpackLow(r2, r3), s3 = Avx512F.UnpackHigh(r2, r3);
        Vector512<float> s4 = Avx512F.UnpackLow(r4, r5), s5 = Avx512F.UnpackHigh(r4, r5);
        Vector512<float> s6 = Avx512F.UnpackLow(r6, r7), s7 = Avx512F.UnpackHigh(r6, r7);
        Vector512<float> s8 = Avx512F.UnpackLow(r8, r9), s9 = Avx512F.UnpackHigh(r8, r9);
        Vector512<float> s10 = Avx512F.UnpackLow(r10, r11), s11 = Avx512F.UnpackHigh(r10, r11);
        Vector512<float> s12 = Avx512F.UnpackLow(r12, r13), s13 = Avx512F.UnpackHigh(r12, r13);
        Vector512<float> s14 = Avx512F.UnpackLow(r14, r15), s15 = Avx512F.UnpackHigh(r14, r15);
        Vector512<double> d0 = Avx512F.UnpackLow(s0.AsDouble(), s2.AsDouble()), d1 = Avx512F.UnpackHigh(s0.AsDouble(), s2.AsDouble());
        Vector512<double> d2 = Avx512F.UnpackLow(s1.AsDouble(), s3.AsDouble()), d3 = Avx512F.UnpackHigh(s1.AsDouble(), s3.AsDouble());
        Vector512<double> d4 = Avx512F.UnpackLow(s4.AsDouble(), s6.AsDouble()), d5 = Avx512F.UnpackHigh(s4.AsDouble(), s6.AsDouble());
        Vector512<double> d6 = Avx512F.UnpackLow(s5.AsDouble(), s7.AsDouble()), d7 = Avx512F.UnpackHigh(s5.AsDouble(), s7.AsDouble());
        Vector512<double> d8 = Avx512F.UnpackLow(s8.AsDouble(), s10.AsDouble()), d9 = Avx512F.UnpackHigh(s8.AsDouble(), s10.AsDouble());
        Vector512<double> d10 = Avx512F.UnpackLow(s9.AsDouble(), s11.AsDouble()), d11 = Avx512F.UnpackHigh(s9.AsDouble(), s11.AsDouble());
        Vector512<double> d12 = Avx512F.UnpackLow(s12.AsDouble(), s14.AsDouble()), d13 = Avx512F.UnpackHigh(s12.AsDouble(), s14.AsDouble());
        Vector512<double> d14 = Avx512F.UnpackLow(s13.AsDouble(), s15.AsDouble()), d15 = Avx512F.UnpackHigh(s13.AsDouble(), s15.AsDouble());
        Four(d0.AsSingle(), d4.AsSingle(), d8.AsSingle(), d12.AsSingle(), to + 0 * step, 4 * step);
        Four(d1.AsSingle(), d5.AsSingle(), d9.AsSingle(), d13.AsSingle(), to + 1 * step, 4 * step);
        Four(d2.AsSingle(), d6.AsSingle(), d10.AsSingle(), d14.AsSingle(), to + 2 * step, 4 * step);
        Four(d3.AsSingle(), d7.AsSingle(), d11.AsSingle(), d15.AsSingle(), to + 3 * step, 4 * step);
    }

    /// <summary>From quarters of four examples, whose 128-bit lanes are four features, to four features of all sixteen examples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to, long step)
    {
        Vector512<float> ab02 = Avx512F.Shuffle4x128(a, b, 0x88), ab13 = Avx512F.Shuffle4x128(a, b, 0xDD);
        Vector512<float> cd02 = Avx512F.Shuffle4x128(c, d, 0x88), cd13 = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(ab02, cd02, 0x88).Store(to);
        Avx512F.Shuffle4x128(ab13, cd13, 0x88).Store(to + step);
        Avx512F.Shuffle4x128(ab02, cd02, 0xDD).Store(to + 2 * step);
        Avx512F.Shuffle4x128(ab13, cd13, 0xDD).Store(to + 3 * step);
    }
}
