using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>
/// Depthwise convolutions, each channel by a kernel of its own, over channels-last images [n, height, width, channels]. Sixteen channels of
/// a pixel are a vector; where fewer are left, what lies behind them in memory is read along and never written.
/// </summary>
internal static unsafe class DepthwiseKernels<T, TElement> where T : unmanaged where TElement : IElement<T>
{
    private const int Lanes = 16;

    /// <summary>Pixels of a line that share each vector of weights.</summary>
    private const int Together = 4;

    /// <param name="x">[images, height, width, channels]</param>
    /// <param name="kernels">[size × size, channels]</param>
    /// <param name="bias">[channels], or null.</param>
    /// <param name="y">[images, out height, out width, channels], all of it written.</param>
    public static void Forward(T* x, float[] kernels, float[]? bias, T* y, int images, in DepthwiseShape shape)
    {
        DepthwiseShape s = shape;
        float[] weights = Padded(kernels, s.Channels), start = Padded(bias ?? new float[s.Channels], s.Channels);
        T* limit = x + (long)images * s.Height * s.Width * s.Channels;
        ParallelRows.For(images * s.OutHeight, (_, first, end) =>
        {
            fixed (float* w = weights, b = start)
            {
                for (int row = first; row < end; row++)
                {
                    (int image, int oy) = Math.DivRem(row, s.OutHeight);
                    for (int c = 0; c < s.Channels; c += Lanes)
                        Line(x + (long)image * s.Height * s.Width * s.Channels + c, limit, w + c, Vector512.Load(b + c),
                            y + (long)row * s.OutWidth * s.Channels + c, oy, Math.Min(Lanes, s.Channels - c), s);
                }
            }
        });
    }

    /// <param name="gradient">[images, out height, out width, channels]</param>
    /// <param name="toInput">[images, height, width, channels], all of it written.</param>
    public static void InputGradient(T* gradient, float[] kernels, T* toInput, int images, in DepthwiseShape shape)
    {
        DepthwiseShape s = shape;
        if (s.Stride == 1)
        {
            // The same with the kernel turned around.
            float[] turned = [.. kernels.Chunk(s.Channels).Reverse().SelectMany(tap => tap)];
            Forward(gradient, turned, null, toInput, images, new(s.Channels, s.OutHeight, s.OutWidth, s.Size, 1, s.Size - 1 - s.Padding));
            return;
        }
        float[] weights = Padded(kernels, s.Channels);
        int width = Width(s.Channels);
        T* limit = gradient + (long)images * s.OutHeight * s.OutWidth * s.Channels;
        ParallelRows.For(images * s.Height, (_, first, end) =>
        {
            fixed (float* w = weights)
            {
                for (int row = first; row < end; row++)
                {
                    (int image, int iy) = Math.DivRem(row, s.Height);
                    T* from = gradient + (long)image * s.OutHeight * s.OutWidth * s.Channels;
                    T* to = toInput + (long)row * s.Width * s.Channels;
                    for (int ix = 0; ix < s.Width; ix++, to += s.Channels)
                    {
                        for (int c = 0; c < s.Channels; c += Lanes)
                        {
                            int lanes = Math.Min(Lanes, s.Channels - c);
                            Vector512<float> sum = default;
                            // Of the kernel, only what a stride leads from a pixel of the output to this one.
                            for (int ky = (iy + s.Padding) % s.Stride; ky < s.Size; ky += s.Stride)
                            {
                                int oy = (iy + s.Padding - ky) / s.Stride;
                                if (iy + s.Padding < ky || oy >= s.OutHeight) continue;
                                for (int kx = (ix + s.Padding) % s.Stride; kx < s.Size; kx += s.Stride)
                                {
                                    int ox = (ix + s.Padding - kx) / s.Stride;
                                    if (ix + s.Padding < kx || ox >= s.OutWidth) continue;
                                    sum = Vector512.FusedMultiplyAdd(
                                        Load(from + ((long)oy * s.OutWidth + ox) * s.Channels + c, limit, lanes),
                                        Vector512.Load(w + (ky * s.Size + kx) * width + c), sum);
                                }
                            }
                            Store(to + c, sum, lanes);
                        }
                    }
                }
            }
        });
    }

    /// <returns>[size × size, channels]; sums are floats over one line of pixels and doubles from there on.</returns>
    public static double[] WeightGradient(T* gradient, T* x, int images, in DepthwiseShape shape)
    {
        DepthwiseShape s = shape;
        int width = Width(s.Channels);
        T* limit = x + (long)images * s.Height * s.Width * s.Channels,
            gradientLimit = gradient + (long)images * s.OutHeight * s.OutWidth * s.Channels;
        double[][] parts = new double[ParallelRows.Parts][];
        ParallelRows.For(images * s.OutHeight, (part, first, end) =>
        {
            double[] total = new double[s.Size * s.Size * width];
            fixed (double* sums = total)
            {
                for (int row = first; row < end; row++)
                {
                    (int image, int oy) = Math.DivRem(row, s.OutHeight);
                    T* g = gradient + (long)row * s.OutWidth * s.Channels;
                    for (int ky = 0; ky < s.Size; ky++)
                    {
                        int iy = oy * s.Stride - s.Padding + ky;
                        if ((uint)iy >= (uint)s.Height) continue;
                        T* line = x + ((long)image * s.Height + iy) * s.Width * s.Channels;
                        for (int c = 0; c < s.Channels; c += Lanes)
                            AddLine(g + c, gradientLimit, line + c, limit, sums + (long)ky * s.Size * width + c, width,
                                Math.Min(Lanes, s.Channels - c), s);
                    }
                }
            }
            parts[part] = total;
        });
        double[] result = new double[s.Size * s.Size * s.Channels];
        foreach (double[] part in parts)
            for (int i = 0; part is not null && i < result.Length; i++) result[i] += part[i / s.Channels * width + i % s.Channels];
        return result;
    }

    /// <summary>One line of the output, of one vector of channels.</summary>
    /// <param name="image">The image's first pixel, at the first of the channels.</param>
    /// <param name="limit">Where the images' memory ends.</param>
    /// <param name="to">The line's first pixel, at the first of the channels.</param>
    private static void Line(T* image, T* limit, float* weights, Vector512<float> start, T* to, int oy, int lanes, in DepthwiseShape s)
    {
        int width = Width(s.Channels), y0 = oy * s.Stride - s.Padding, top = Math.Max(0, -y0), bottom = Math.Min(s.Size, s.Height - y0);
        (int left, int right) = Inside(s);
        long pixel = s.Channels, step = s.Stride * pixel, row = s.Width * pixel;
        for (int ox = 0; ox < s.OutWidth;)
        {
            int x0 = ox * s.Stride - s.Padding;
            T* at = image + (y0 + top) * row + x0 * pixel;
            // The last that is read of all four together.
            bool four = ox >= left && ox + Together <= right
                && at + (bottom - 1 - top) * row + (Together - 1) * step + (s.Size - 1) * pixel + Lanes <= limit;
            if (!four)
            {
                Vector512<float> sum = start;
                for (int ky = top; ky < bottom; ky++, at += row)
                    for (int kx = Math.Max(0, -x0); kx < Math.Min(s.Size, s.Width - x0); kx++)
                        sum = Vector512.FusedMultiplyAdd(Load(at + kx * pixel, limit, lanes),
                            Vector512.Load(weights + (ky * s.Size + kx) * width), sum);
                Store(to + ox * pixel, sum, lanes);
                ox++;
                continue;
            }
            Vector512<float> a = start, b = start, c = start, d = start;
            float* w = weights + (long)top * s.Size * width;
            for (int ky = top; ky < bottom; ky++, at += row)
            {
                T* from = at;
                for (int kx = 0; kx < s.Size; kx++, from += pixel, w += width)
                {
                    var weight = Vector512.Load(w);
                    a = Vector512.FusedMultiplyAdd(TElement.Load(from), weight, a);
                    b = Vector512.FusedMultiplyAdd(TElement.Load(from + step), weight, b);
                    c = Vector512.FusedMultiplyAdd(TElement.Load(from + 2 * step), weight, c);
                    d = Vector512.FusedMultiplyAdd(TElement.Load(from + 3 * step), weight, d);
                }
            }
            T* target = to + ox * pixel;
            Store(target, a, lanes);
            Store(target + pixel, b, lanes);
            Store(target + 2 * pixel, c, lanes);
            Store(target + 3 * pixel, d, lanes);
            ox += Together;
        }
    }

    /// <summary>Adds what one line of pixels gives to the taps of one line of the kernel.</summary>
    /// <param name="sums">[size, width], at the first of the channels.</param>
    private static void AddLine(T* g, T* gradientLimit, T* x, T* limit, double* sums, int width, int lanes, in DepthwiseShape s)
    {
        long pixel = s.Channels, step = s.Stride * pixel;
        (int left, int right) = Inside(s);
        // Vectors as a whole where even the last one lies within memory.
        bool whole = s.Size is 3 or 5 && right > left && g + (right - 1) * pixel + Lanes <= gradientLimit
            && x + ((right - 1) * s.Stride - s.Padding + s.Size - 1) * pixel + Lanes <= limit;
        if (whole)
        {
            T* from = x + (left * s.Stride - s.Padding) * pixel;
            Vector512<float> a = default, b = default, c = default, d = default, e = default;
            if (s.Size == 3)
            {
                for (int ox = left; ox < right; ox++, from += step)
                {
                    Vector512<float> value = TElement.Load(g + ox * pixel);
                    a = Vector512.FusedMultiplyAdd(value, TElement.Load(from), a);
                    b = Vector512.FusedMultiplyAdd(value, TElement.Load(from + pixel), b);
                    c = Vector512.FusedMultiplyAdd(value, TElement.Load(from + 2 * pixel), c);
                }
            }
            else
            {
                for (int ox = left; ox < right; ox++, from += step)
                {
                    Vector512<float> value = TElement.Load(g + ox * pixel);
                    a = Vector512.FusedMultiplyAdd(value, TElement.Load(from), a);
                    b = Vector512.FusedMultiplyAdd(value, TElement.Load(from + pixel), b);
                    c = Vector512.FusedMultiplyAdd(value, TElement.Load(from + 2 * pixel), c);
                    d = Vector512.FusedMultiplyAdd(value, TElement.Load(from + 3 * pixel), d);
                    e = Vector512.FusedMultiplyAdd(value, TElement.Load(from + 4 * pixel), e);
                }
                Add(sums + 3 * width, d);
                Add(sums + 4 * width, e);
            }
            Add(sums, a);
            Add(sums + width, b);
            Add(sums + 2 * width, c);
        }
        for (int kx = 0; kx < s.Size; kx++)
        {
            Vector512<float> sum = default;
            for (int ox = 0; ox < s.OutWidth; ox++)
            {
                if (whole && ox == left) ox = right;
                int ix = ox * s.Stride - s.Padding + kx;
                if (ox >= s.OutWidth || (uint)ix >= (uint)s.Width) continue;
                sum = Vector512.FusedMultiplyAdd(Load(g + ox * pixel, gradientLimit, lanes), Load(x + ix * pixel, limit, lanes), sum);
            }
            Add(sums + kx * width, sum);
        }
    }

    /// <summary>Pixels of a line of the output whose taps all lie within the image: [first, end), which may be none.</summary>
    private static (int First, int End) Inside(in DepthwiseShape s)
        => ((s.Padding + s.Stride - 1) / s.Stride, Math.Min(s.OutWidth, Math.Max(0, s.Width - s.Size + s.Padding + s.Stride) / s.Stride));

    private static void Add(double* sums, Vector512<float> values)
    {
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(values);
        (Vector512.Load(sums) + low).Store(sums);
        (Vector512.Load(sums + 8) + high).Store(sums + 8);
    }

    /// <summary>Channels, and what fills the last vector.</summary>
    private static int Width(int channels) => (channels + Lanes - 1) / Lanes * Lanes;

    /// <param name="rows">[rows, channels]</param>
    /// <returns>[rows, width], with zeros.</returns>
    private static float[] Padded(float[] rows, int channels)
    {
        int width = Width(channels);
        float[] padded = new float[rows.Length / channels * width];
        for (int i = 0; i < rows.Length; i++) padded[i / channels * width + i % channels] = rows[i];
        return padded;
    }

    /// <summary>A vector whose first lanes count; the others are whatever they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(T* from, T* limit, int lanes) => from + Lanes <= limit ? TElement.Load(from) : Part(from, lanes);

    private static Vector512<float> Part(T* from, int lanes)
    {
        float* all = stackalloc float[Lanes];
        for (int k = 0; k < Lanes; k++) all[k] = k < lanes ? TElement.Load1(from + k) : 0;
        return Vector512.Load(all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* to, Vector512<float> values, int lanes)
    {
        if (lanes == Lanes) TElement.Store(to, values);
        else StorePart(to, values, lanes);
    }

    private static void StorePart(T* to, Vector512<float> values, int lanes)
    {
        T* all = stackalloc T[Lanes];
        TElement.Store(all, values);
        new ReadOnlySpan<T>(all, lanes).CopyTo(new Span<T>(to, lanes));
    }
}
