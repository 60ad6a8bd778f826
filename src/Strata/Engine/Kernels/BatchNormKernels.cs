using System.Runtime.Intrinsics;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>
/// Batch norm with the activation behind it and the addition between them, as passes over a channels-last matrix [rows, channels] (rows =
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
        return Sum(rows, channels, [shift], (known, width, first, end, c, sums) =>
        {
            fixed (float* s = known[0])
            {
                if (c + 16 <= width)
                {
                    var offset = Vector512.Load(s + c);
                    Vector512<float> a0 = default, a1 = default, b0 = default, b1 = default;
                    T* at = x + (long)first * width + c;
                    int row = first;
                    for (; row + 2 <= end; row += 2, at += 2 * width)
                    {
                        Vector512<float> u = TElement.Load(at) - offset, v = TElement.Load(at + width) - offset;
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
                for (int k = c; k < width; k++)
                {
                    float a = 0, b = 0;
                    for (int row = first; row < end; row++)
                    {
                        float u = TElement.Load1(x + (long)row * width + k) - s[k];
                        a += u;
                        b += u * u;
                    }
                    sums[k - c] = a;
                    sums[k - c + 16] = b;
                }
            }
        });
    }

    /// <summary>y = activation(scale·x + offset + residual); <paramref name="residual"/> may be null.</summary>
    public static void Apply<TActivation>(T* x, T* residual, T* y, int rows, int channels, float[] scale, float[] offset)
        where TActivation : IActivation
    {
        ForEach(rows, channels, [scale, offset], (known, width, first, end) =>
        {
            fixed (float* a = known[0], b = known[1])
            {
                for (int row = first; row < end; row++)
                {
                    long at = (long)row * width;
                    int c = 0;
                    for (; c + 16 <= width; c += 16)
                    {
                        var value = Vector512.FusedMultiplyAdd(TElement.Load(x + at + c), Vector512.Load(a + c), Vector512.Load(b + c));
                        if (residual != null) value += TElement.Load(residual + at + c);
                        TElement.Store(y + at + c, TActivation.Of(value));
                    }
                    for (; c < width; c++)
                    {
                        float value = MathF.FusedMultiplyAdd(TElement.Load1(x + at + c), a[c], b[c]);
                        if (residual != null) value += TElement.Load1(residual + at + c);
                        TElement.Store1(y + at + c, TActivation.Of(value));
                    }
                }
            }
        });
    }

    /// <summary>
    /// Backward through ReLU and addition: zeroes <paramref name="gradient"/> (to which <paramref name="more"/>, which may be null, is
    /// added first) where <paramref name="y"/> is 0, in place, and gives Σg and Σg·(x − mean) of every channel, [2, channels].
    /// </summary>
    public static double[] MaskBy(T* y, T* gradient, T* more, T* x, int rows, int channels, float[] mean)
    {
        return Sum(rows, channels, [mean], (known, width, first, end, c, sums) =>
        {
            fixed (float* m = known[0])
            {
                if (c + 16 <= width)
                {
                    var center = Vector512.Load(m + c);
                    Vector512<float> a = default, b = default;
                    for (int row = first; row < end; row++)
                    {
                        long at = (long)row * width + c;
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
                for (int k = c; k < width; k++)
                {
                    float a = 0, b = 0;
                    for (int row = first; row < end; row++)
                    {
                        long at = (long)row * width + k;
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
    /// Σg and Σg·(x − mean) of every channel, [2, channels], with g = <paramref name="gradient"/> taken back through the activation of
    /// scale·x + offset: what it lets through is known from its input, so that neither its output is read nor another gradient written.
    /// </summary>
    public static double[] GradientSums<TActivation>(T* gradient, T* x, int rows, int channels, float[] mean, float[] scale,
        float[] offset) where TActivation : IActivation
    {
        return Sum(rows, channels, [mean, scale, offset], (known, width, first, end, c, sums) =>
        {
            fixed (float* m = known[0], s = known[1], o = known[2])
            {
                if (c + 16 <= width)
                {
                    Vector512<float> center = Vector512.Load(m + c), up = Vector512.Load(s + c), shift = Vector512.Load(o + c), a = default,
                        b = default;
                    for (int row = first; row < end; row++)
                    {
                        long at = (long)row * width + c;
                        Vector512<float> value = TElement.Load(x + at);
                        Vector512<float> g = TActivation.Gradient(TElement.Load(gradient + at),
                            Vector512.FusedMultiplyAdd(value, up, shift));
                        a += g;
                        b = Vector512.FusedMultiplyAdd(g, value - center, b);
                    }
                    a.Store(sums);
                    b.Store(sums + 16);
                    return;
                }
                for (int k = c; k < width; k++)
                {
                    float a = 0, b = 0;
                    for (int row = first; row < end; row++)
                    {
                        long at = (long)row * width + k;
                        float value = TElement.Load1(x + at),
                            g = TActivation.Gradient(TElement.Load1(gradient + at), MathF.FusedMultiplyAdd(value, s[k], o[k]));
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
    /// x ← scale·g + slope·x + offset for every channel, in place: what is left of the batch norm's gradient once its sums are known, with
    /// g as in <see cref="GradientSums"/>, by <paramref name="up"/>·x + <paramref name="shift"/>.
    /// </summary>
    public static void InputGradient<TActivation>(T* gradient, T* x, int rows, int channels, float[] up, float[] shift, float[] scale,
        float[] slope, float[] offset) where TActivation : IActivation
    {
        ForEach(rows, channels, [up, shift, scale, slope, offset], (known, width, first, end) =>
        {
            fixed (float* u = known[0], h = known[1], a = known[2], b = known[3], o = known[4])
            {
                for (int row = first; row < end; row++)
                {
                    long at = (long)row * width;
                    int c = 0;
                    for (; c + 16 <= width; c += 16)
                    {
                        Vector512<float> value = TElement.Load(x + at + c);
                        Vector512<float> g = TActivation.Gradient(TElement.Load(gradient + at + c),
                            Vector512.FusedMultiplyAdd(value, Vector512.Load(u + c), Vector512.Load(h + c)));
                        TElement.Store(x + at + c, Vector512.FusedMultiplyAdd(g, Vector512.Load(a + c),
                            Vector512.FusedMultiplyAdd(value, Vector512.Load(b + c), Vector512.Load(o + c))));
                    }
                    for (; c < width; c++)
                    {
                        float value = TElement.Load1(x + at + c),
                            g = TActivation.Gradient(TElement.Load1(gradient + at + c), MathF.FusedMultiplyAdd(value, u[c], h[c]));
                        TElement.Store1(x + at + c, g * a[c] + (value * b[c] + o[c]));
                    }
                }
            }
        });
    }

    /// <summary>What is done to rows [first, end) of a matrix of this width, with what is known of each of its columns.</summary>
    private delegate void Rows(float[][] known, int width, int first, int end);

    private static void ForEach(int rows, int channels, float[][] known, Rows body)
    {
        var folded = new FoldedRows(rows, channels);
        float[][] repeated = [.. known.Select(folded.Repeat)];
        ParallelRows.For(folded.Rows, (_, first, end) => body(repeated, folded.Channels, first, end));
    }

    /// <summary>The same with two sums for columns c … c + 15 into sums[0..15] and sums[16..31].</summary>
    private delegate void PartialSums(float[][] known, int width, int first, int end, int c, float* sums);

    private static double[] Sum(int rows, int channels, float[][] known, PartialSums partial)
    {
        var folded = new FoldedRows(rows, channels);
        int width = folded.Channels;
        float[][] repeated = [.. known.Select(folded.Repeat)];
        double[][] parts = new double[ParallelRows.Parts][];
        ParallelRows.For(folded.Rows, (part, first, end) =>
        {
            double[] total = new double[2 * width];
            float* sums = stackalloc float[32];
            for (int row = first; row < end; row += ChunkRows)
            {
                int stop = Math.Min(end, row + ChunkRows);
                for (int c = 0; c < width; c += 16)
                {
                    partial(repeated, width, row, stop, c, sums);
                    int count = Math.Min(16, width - c);
                    for (int k = 0; k < count; k++)
                    {
                        total[c + k] += sums[k];
                        total[width + c + k] += sums[16 + k];
                    }
                }
            }
            parts[part] = total;
        });
        double[] result = new double[2 * width];
        foreach (double[] part in parts)
        {
            for (int i = 0; part is not null && i < result.Length; i++) result[i] += part[i];
        }
        return folded.Add(result);
    }
}
