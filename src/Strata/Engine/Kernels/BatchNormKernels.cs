using System.Runtime.Intrinsics;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>
/// Batch norm with the ReLU behind it and the addition between them, as passes over a channels-last matrix [rows, channels] (rows =
/// images × height × width). Separate operations would read and write every activation several times as often, and memory is what limits
/// them. Sums are floats over a few rows and doubles from there on.
/// </summary>
internal static unsafe class BatchNormKernels<T, TElement> where T : unmanaged where TElement : IElement<T>
{
    /// <summary>Rows whose sums stay in floats, few enough to stay in the first-level cache.</summary>
    private const int ChunkRows = 64;

    /// <summary>
    /// Σx and Σx² of every channel, [2, channels]; <paramref name="shift"/> [channels] is subtracted first, against cancellation.
    /// </summary>
    public static double[] Moments(T* x, int rows, int channels, float[] shift)
    {
        return Sum(rows, channels, (int first, int end, int c, float* sums) =>
        {
            fixed (float* s = shift)
            {
                if (c + 16 <= channels)
                {
                    var offset = Vector512.Load(s + c);
                    Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default;
                    T* at = x + (long)first * channels + c;
                    int row = first;
                    for (; row + 2 <= end; row += 2, at += 2 * channels)
                    {
                        Vector512<float> u = TElement.Load(at) - offset, v = TElement.Load(at + channels) - offset;
                        a0 += u;
                        a1 += v;
                        b0 = Vector512.FusedMultiplyAdd(u, u, b0);
                        b1 = Vector512.FusedMultiplyAdd(v, v, b1);
                    }
                    if (row < end)
                    {
                        Vector512<float> u = TElement.Load(at) - offset;
                        a0 += u;
                        b0 = Vector512.FusedMultiplyAdd(u, u, b0);
                    }
                    (a0 + a1).Store(sums);
                    (b0 + b1).Store(sums + 16);
                    return;
                }
                for (int k = c; k < channels; k++)
                {
                    float a = 0, b = 0;
                    for (int row = first; row < end; row++)
                    {
                        float u = TElement.Load1(x + (long)row * channels + k) - s[k];
                        a += u;
                        b += u * u;
                    }
                    sums[k - c] = a;
                    sums[k - c + 16] = b;
                }
            }
        });
    }

    /// <summary>y = max(0, scale·x + offset + residual); <paramref name="residual"/> may be null.</summary>
    public static void Apply(T* x, T* residual, T* y, int rows, int channels, float[] scale, float[] offset)
    {
        ParallelRows.For(rows, (_, first, end) =>
        {
            fixed (float* a = scale, b = offset)
            {
                for (int row = first; row < end; row++)
                {
                    long at = (long)row * channels;
                    int c = 0;
                    for (; c + 16 <= channels; c += 16)
                    {
                        var value = Vector512.FusedMultiplyAdd(TElement.Load(x + at + c), Vector512.Load(a + c), Vector512.Load(b + c));
                        if (residual != null) value += TElement.Load(residual + at + c);
                        // A comparison instead of a maximum: NaN must go through, so that a diverging run is seen.
                        TElement.Store(y + at + c,
                            Vector512.ConditionalSelect(Vector512.LessThan(value, Vector512<float>.Zero), Vector512<float>.Zero, value));
                    }
                    for (; c < channels; c++)
                    {
                        float value = MathF.FusedMultiplyAdd(TElement.Load1(x + at + c), a[c], b[c]);
                        if (residual != null) value += TElement.Load1(residual + at + c);
                        TElement.Store1(y + at + c, value < 0 ? 0 : value);
                    }
                }
            }
        });
    }

    /// <summary>
    /// Backward through ReLU and addition: zeroes <paramref name="gradient"/> (to which <paramref name="more"/>, which may be null, is
    /// added first) where
    /// <paramref name="y"/> is 0, in place, and gives Σg and Σg·(x − mean) of every channel, [2, channels].
    /// </summary>
    public static double[] MaskBy(T* y, T* gradient, T* more, T* x, int rows, int channels, float[] mean)
    {
        return Sum(rows, channels, (int first, int end, int c, float* sums) =>
        {
            fixed (float* m = mean)
            {
                if (c + 16 <= channels)
                {
                    var center = Vector512.Load(m + c);
                    Vector512<float> a = default, b = default;
                    for (int row = first; row < end; row++)
                    {
                        long at = (long)row * channels + c;
                        Vector512<float> g = TElement.Load(gradient + at);
                        if (more != null) g += TElement.Load(more + at);
                        g &= Vector512.GreaterThan(TElement.Load(y + at), Vector512<float>.Zero);
                        TElement.Store(gradient + at, g);
                        a += g;
                        b = Vector512.FusedMultiplyAdd(g, TElement.Load(x + at) - center, b);
                    }
                    a.Store(sums);
                    b.Store(sums + 16);
                    return;
                }
                for (int k = c; k < channels; k++)
                {
                    float a = 0, b = 0;
                    for (int row = first; row < end; row++)
                    {
                        long at = (long)row * channels + k;
                        float g = TElement.Load1(gradient + at);
                        if (more != null) g += TElement.Load1(more + at);
                        if (!(TElement.Load1(y + at) > 0)) g = 0;
                        TElement.Store1(gradient + at, g);
                        a += g;
                        b += g * (TElement.Load1(x + at) - m[k]);
                    }
                    sums[k - c] = a;
                    sums[k - c + 16] = b;
                }
            }
        });
    }

    /// <summary>
    /// Σg and Σg·(x − mean) of every channel, [2, channels], with g = <paramref name="gradient"/> where scale·x + offset > 0, else 0: what
    /// ReLU lets through is known from its input, so that neither its output is read nor a masked gradient written.
    /// </summary>
    public static double[] MaskedSums(T* gradient, T* x, int rows, int channels, float[] mean, float[] scale, float[] offset)
    {
        return Sum(rows, channels, (int first, int end, int c, float* sums) =>
        {
            fixed (float* m = mean, s = scale, o = offset)
            {
                if (c + 16 <= channels)
                {
                    Vector512<float> center = Vector512.Load(m + c), up = Vector512.Load(s + c), shift = Vector512.Load(o + c), a = default,
                        b = default;
                    for (int row = first; row < end; row++)
                    {
                        long at = (long)row * channels + c;
                        Vector512<float> value = TElement.Load(x + at);
                        Vector512<float> g = TElement.Load(gradient + at)
                            & Vector512.GreaterThan(Vector512.FusedMultiplyAdd(value, up, shift), Vector512<float>.Zero);
                        a += g;
                        b = Vector512.FusedMultiplyAdd(g, value - center, b);
                    }
                    a.Store(sums);
                    b.Store(sums + 16);
                    return;
                }
                for (int k = c; k < channels; k++)
                {
                    float a = 0, b = 0;
                    for (int row = first; row < end; row++)
                    {
                        long at = (long)row * channels + k;
                        float value = TElement.Load1(x + at), g = MathF.FusedMultiplyAdd(value, s[k], o[k]) > 0
                            ? TElement.Load1(gradient + at) : 0;
                        a += g;
                        b += g * (value - m[k]);
                    }
                    sums[k - c] = a;
                    sums[k - c + 16] = b;
                }
            }
        });
    }

    /// <summary>
    /// x ← scale·g + slope·x + offset for every channel, in place: what is left of the batch norm's gradient once its sums are known.
    /// </summary>
    public static void InputGradient(T* gradient, T* x, int rows, int channels, float[] scale, float[] slope, float[] offset)
    {
        ParallelRows.For(rows, (_, first, end) =>
        {
            fixed (float* a = scale, b = slope, o = offset)
            {
                for (int row = first; row < end; row++)
                {
                    long at = (long)row * channels;
                    int c = 0;
                    for (; c + 16 <= channels; c += 16)
                    {
                        var value = Vector512.FusedMultiplyAdd(TElement.Load(x + at + c), Vector512.Load(b + c), Vector512.Load(o + c));
                        TElement.Store(x + at + c,
                            Vector512.FusedMultiplyAdd(TElement.Load(gradient + at + c), Vector512.Load(a + c), value));
                    }
                    for (; c < channels; c++)
                        TElement.Store1(x + at + c, TElement.Load1(gradient + at + c) * a[c] + (TElement.Load1(x + at + c) * b[c] + o[c]));
                }
            }
        });
    }

    /// <summary>The same with g masked as in <see cref="MaskedSums"/>, by <paramref name="up"/>·x + <paramref name="shift"/> > 0.</summary>
    public static void MaskedInputGradient(T* gradient, T* x, int rows, int channels, float[] up, float[] shift, float[] scale,
        float[] slope, float[] offset)
    {
        ParallelRows.For(rows, (_, first, end) =>
        {
            fixed (float* u = up, h = shift, a = scale, b = slope, o = offset)
            {
                for (int row = first; row < end; row++)
                {
                    long at = (long)row * channels;
                    int c = 0;
                    for (; c + 16 <= channels; c += 16)
                    {
                        Vector512<float> value = TElement.Load(x + at + c);
                        Vector512<float> g = TElement.Load(gradient + at + c)
                            & Vector512.GreaterThan(Vector512.FusedMultiplyAdd(value, Vector512.Load(u + c), Vector512.Load(h + c)),
                                Vector512<float>.Zero);
                        TElement.Store(x + at + c, Vector512.FusedMultiplyAdd(g, Vector512.Load(a + c),
                            Vector512.FusedMultiplyAdd(value, Vector512.Load(b + c), Vector512.Load(o + c))));
                    }
                    for (; c < channels; c++)
                    {
                        float value = TElement.Load1(x + at + c), g = MathF.FusedMultiplyAdd(value, u[c], h[c]) > 0
                            ? TElement.Load1(gradient + at + c) : 0;
                        TElement.Store1(x + at + c, g * a[c] + (value * b[c] + o[c]));
                    }
                }
            }
        });
    }

    /// <summary>Two sums over rows [first, end) for channels c … c + 15 into sums[0..15] and sums[16..31].</summary>
    private delegate void PartialSums(int first, int end, int c, float* sums);

    private static double[] Sum(int rows, int channels, PartialSums partial)
    {
        double[][] parts = new double[ParallelRows.Parts][];
        ParallelRows.For(rows, (part, first, end) =>
        {
            double[] total = new double[2 * channels];
            float* sums = stackalloc float[32];
            for (int row = first; row < end; row += ChunkRows)
            {
                int stop = Math.Min(end, row + ChunkRows);
                for (int c = 0; c < channels; c += 16)
                {
                    partial(row, stop, c, sums);
                    int count = Math.Min(16, channels - c);
                    for (int k = 0; k < count; k++)
                    {
                        total[c + k] += sums[k];
                        total[channels + c + k] += sums[16 + k];
                    }
                }
            }
            parts[part] = total;
        });
        double[] result = new double[2 * channels];
        foreach (double[] part in parts)
        {
            for (int i = 0; part is not null && i < result.Length; i++) result[i] += part[i];
        }
        return result;
    }
}
