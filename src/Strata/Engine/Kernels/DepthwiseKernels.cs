using System.Runtime.Intrinsics;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>Depthwise convolutions, each channel by a kernel of its own, over channels-last images [n, height, width, channels].</summary>
internal static unsafe class DepthwiseKernels<T, TElement> where T : unmanaged where TElement : IElement<T>
{
    /// <param name="x">[images, height, width, channels]</param>
    /// <param name="kernels">[size × size, channels]</param>
    /// <param name="bias">[channels], or null.</param>
    /// <param name="y">[images, out height, out width, channels], all of it written.</param>
    public static void Forward(T* x, float[] kernels, float[]? bias, T* y, int images, in DepthwiseShape shape)
    {
        DepthwiseShape s = shape;
        ParallelRows.For(images * s.OutHeight, (_, first, end) =>
        {
            fixed (float* w = kernels, b = bias)
            {
                for (int row = first; row < end; row++)
                {
                    (int image, int oy) = Math.DivRem(row, s.OutHeight);
                    T* from = x + (long)image * s.Height * s.Width * s.Channels;
                    T* to = y + (long)row * s.OutWidth * s.Channels;
                    for (int ox = 0; ox < s.OutWidth; ox++, to += s.Channels)
                    {
                        (int y0, int x0) = (oy * s.Stride - s.Padding, ox * s.Stride - s.Padding);
                        for (int c = 0; c < s.Channels; c += 16)
                        {
                            bool whole = c + 16 <= s.Channels;
                            Vector512<float> sum = b is null ? default : Load(b + c, s.Channels - c);
                            for (int ky = Math.Max(0, -y0); ky < Math.Min(s.Size, s.Height - y0); ky++)
                            {
                                for (int kx = Math.Max(0, -x0); kx < Math.Min(s.Size, s.Width - x0); kx++)
                                {
                                    T* at = from + ((long)(y0 + ky) * s.Width + x0 + kx) * s.Channels + c;
                                    float* weight = w + (ky * s.Size + kx) * s.Channels + c;
                                    sum = Vector512.FusedMultiplyAdd(whole ? TElement.Load(at) : Part(at, s.Channels - c),
                                        whole ? Vector512.Load(weight) : Load(weight, s.Channels - c), sum);
                                }
                            }
                            if (whole) TElement.Store(to + c, sum);
                            else Store(to + c, sum, s.Channels - c);
                        }
                    }
                }
            }
        });
    }

    /// <param name="gradient">[images, out height, out width, channels]</param>
    /// <param name="toInput">[images, height, width, channels], all of it written.</param>
    public static void InputGradient(T* gradient, float[] kernels, T* toInput, int images, in DepthwiseShape shape)
    {
        DepthwiseShape s = shape;
        ParallelRows.For(images * s.Height, (_, first, end) =>
        {
            fixed (float* w = kernels)
            {
                for (int row = first; row < end; row++)
                {
                    (int image, int iy) = Math.DivRem(row, s.Height);
                    T* from = gradient + (long)image * s.OutHeight * s.OutWidth * s.Channels;
                    T* to = toInput + (long)row * s.Width * s.Channels;
                    for (int ix = 0; ix < s.Width; ix++, to += s.Channels)
                    {
                        for (int c = 0; c < s.Channels; c += 16)
                        {
                            bool whole = c + 16 <= s.Channels;
                            Vector512<float> sum = default;
                            for (int ky = 0; ky < s.Size; ky++)
                            {
                                (int oy, int offY) = Math.DivRem(iy + s.Padding - ky, s.Stride);
                                if (offY != 0 || (uint)oy >= (uint)s.OutHeight) continue;
                                for (int kx = 0; kx < s.Size; kx++)
                                {
                                    (int ox, int offX) = Math.DivRem(ix + s.Padding - kx, s.Stride);
                                    if (offX != 0 || (uint)ox >= (uint)s.OutWidth) continue;
                                    T* at = from + ((long)oy * s.OutWidth + ox) * s.Channels + c;
                                    float* weight = w + (ky * s.Size + kx) * s.Channels + c;
                                    sum = Vector512.FusedMultiplyAdd(whole ? TElement.Load(at) : Part(at, s.Channels - c),
                                        whole ? Vector512.Load(weight) : Load(weight, s.Channels - c), sum);
                                }
                            }
                            if (whole) TElement.Store(to + c, sum);
                            else Store(to + c, sum, s.Channels - c);
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
        double[][] parts = new double[ParallelRows.Parts][];
        ParallelRows.For(images * s.OutHeight, (part, first, end) =>
        {
            double[] total = new double[s.Size * s.Size * s.Channels];
            float* line = stackalloc float[16];
            for (int row = first; row < end; row++)
            {
                (int image, int oy) = Math.DivRem(row, s.OutHeight);
                T* g = gradient + (long)row * s.OutWidth * s.Channels;
                for (int ky = 0; ky < s.Size; ky++)
                {
                    int iy = oy * s.Stride - s.Padding + ky;
                    if ((uint)iy >= (uint)s.Height) continue;
                    T* from = x + ((long)image * s.Height + iy) * s.Width * s.Channels;
                    for (int kx = 0; kx < s.Size; kx++)
                    {
                        for (int c = 0; c < s.Channels; c += 16)
                        {
                            int lanes = Math.Min(16, s.Channels - c);
                            Vector512<float> sum = default;
                            for (int ox = 0; ox < s.OutWidth; ox++)
                            {
                                int ix = ox * s.Stride - s.Padding + kx;
                                if ((uint)ix >= (uint)s.Width) continue;
                                T* a = g + (long)ox * s.Channels + c, b = from + (long)ix * s.Channels + c;
                                sum = lanes == 16 ? Vector512.FusedMultiplyAdd(TElement.Load(a), TElement.Load(b), sum)
                                    : Vector512.FusedMultiplyAdd(Part(a, lanes), Part(b, lanes), sum);
                            }
                            sum.Store(line);
                            for (int k = 0; k < lanes; k++) total[(ky * s.Size + kx) * s.Channels + c + k] += line[k];
                        }
                    }
                }
            }
            parts[part] = total;
        });
        double[] result = new double[s.Size * s.Size * s.Channels];
        foreach (double[] part in parts)
            for (int i = 0; part is not null && i < result.Length; i++) result[i] += part[i];
        return result;
    }

    private static Vector512<float> Load(float* from, int lanes)
    {
        if (lanes >= 16) return Vector512.Load(from);
        float* all = stackalloc float[16];
        for (int k = 0; k < 16; k++) all[k] = k < lanes ? from[k] : 0;
        return Vector512.Load(all);
    }

    private static Vector512<float> Part(T* from, int lanes)
    {
        float* all = stackalloc float[16];
        for (int k = 0; k < 16; k++) all[k] = k < lanes ? TElement.Load1(from + k) : 0;
        return Vector512.Load(all);
    }

    private static void Store(T* to, Vector512<float> values, int lanes)
    {
        for (int k = 0; k < lanes; k++) TElement.Store1(to + k, values[k]);
    }
}
