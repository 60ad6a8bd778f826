using System.Runtime.Intrinsics;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Engine.Kernels;

/// <summary>
/// What is done to every channel of every image apart, over channels-last images [images, pixels, channels]: means and scales, as
/// squeeze-and-excitation has them. Sums are floats over a few pixels and doubles from there on.
/// </summary>
internal static unsafe class ImageKernels<T, TElement> where T : unmanaged where TElement : IElement<T>
{
    private const int ChunkPixels = 64;

    /// <summary>Σx·factor over the pixels, for x alone where <paramref name="y"/> is null, else for x·y.</summary>
    /// <param name="result">[images, channels], all of it written.</param>
    public static void Sums(T* x, T* y, T* result, int images, int pixels, int channels, float factor)
    {
        ParallelRows.For(images, (_, first, end) =>
        {
            double* total = stackalloc double[16];
            float* sums = stackalloc float[16];
            for (int image = first; image < end; image++)
            {
                for (int c = 0; c < channels; c += 16)
                {
                    int count = Math.Min(16, channels - c);
                    new Span<double>(total, 16).Clear();
                    for (int pixel = 0; pixel < pixels; pixel += ChunkPixels)
                    {
                        Chunk(x, y, ((long)image * pixels + pixel) * channels + c, Math.Min(ChunkPixels, pixels - pixel), channels, count,
                            sums);
                        for (int k = 0; k < count; k++) total[k] += sums[k];
                    }
                    for (int k = 0; k < count; k++) TElement.Store1(result + (long)image * channels + c + k, (float)(total[k] * factor));
                }
            }
        });
    }

    /// <summary>y = x·scale by image and channel; of scale·factor alone where <paramref name="x"/> is null.</summary>
    /// <param name="scale">[images, channels]</param>
    public static void Scale(T* x, T* scale, T* y, int images, int pixels, int channels, float factor = 1)
    {
        ParallelRows.For(images * pixels, (_, first, end) =>
        {
            var by = Vector512.Create(factor);
            for (int row = first; row < end; row++)
            {
                T* s = scale + (long)(row / pixels) * channels;
                long at = (long)row * channels;
                int c = 0;
                for (; c + 16 <= channels; c += 16)
                {
                    Vector512<float> value = TElement.Load(s + c) * by;
                    TElement.Store(y + at + c, x == null ? value : value * TElement.Load(x + at + c));
                }
                for (; c < channels; c++)
                {
                    float value = TElement.Load1(s + c) * factor;
                    TElement.Store1(y + at + c, x == null ? value : value * TElement.Load1(x + at + c));
                }
            }
        });
    }

    private static void Chunk(T* x, T* y, long at, int pixels, int channels, int count, float* sums)
    {
        if (count == 16)
        {
            Vector512<float> sum = default;
            for (int pixel = 0; pixel < pixels; pixel++, at += channels)
                sum = y == null ? sum + TElement.Load(x + at)
                    : Vector512.FusedMultiplyAdd(TElement.Load(x + at), TElement.Load(y + at), sum);
            sum.Store(sums);
            return;
        }
        for (int k = 0; k < count; k++)
        {
            float sum = 0;
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                long here = at + (long)pixel * channels + k;
                sum += TElement.Load1(x + here) * (y == null ? 1 : TElement.Load1(y + here));
            }
            sums[k] = sum;
        }
    }
}
