using Strata.Models.Graph;
using Strata.Processor;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// Convolutions as matrix products of libtorch's, for where its own convolutions cannot be trusted: every output pixel's neighbourhood is
/// a row of a matrix. Images are channels-last.
/// </summary>
internal static class MatrixConvolution
{
    /// <summary>Bytes of neighbourhoods that are made at a time, so that memory does not grow with the batch.</summary>
    private const long AtOnce = 64L << 20;

    /// <summary>Whether libtorch's own convolution of these images may be wrong.</summary>
    /// <remarks>
    /// Besides where caches are hidden, oneDNN (3.7.1) gives what lies in memory for some shapes in bf16 whose output is a single pixel,
    /// as measured on Zen 4: patches of 4×4 of images of 4×4, and gradients of weights with stride 2.
    /// </remarks>
    /// <param name="height">Of the images, with <paramref name="width"/>.</param>
    public static bool IsNeeded(long height, long width, Operation.Convolution convolution, bool bf16)
    {
        long Pixels(long side) => (side + 2 * convolution.Pad - convolution.Size) / convolution.Stride + 1;
        return CpuFeatures.HidesCaches || (bf16 && Pixels(height) * Pixels(width) == 1);
    }

    /// <summary>Whether libtorch's own gradients may end the process: oneDNN's of 1×1 kernels with stride do, of few channels.</summary>
    /// <remarks>
    /// As seen on Zen 4: 4 to 8 and 8 to 16 channels, of images of 48×48 and more.
    /// </remarks>
    public static bool IsNeededBackward(Operation.Convolution convolution) => convolution is { Size: 1, Stride: > 1 };

    /// <returns>[n, filters, height, width], channels-last, in the caller's scope and the weights' format.</returns>
    public static Tensor Forward(Tensor x, Tensor weight, Tensor? bias, Operation.Convolution convolution)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = OutputShape(x, weight, convolution);
        Tensor output = TensorMemory.EmptyChannelsLast(shape[0], shape[1], shape[2], shape[3], x.dtype);
        foreach ((Tensor part, Tensor kernel, Tensor into, long channel) in Groups(x, weight, output, convolution))
        {
            Tensor rows = Rows(into), matrix = Matrix(kernel);
            foreach ((Tensor patches, long first, long count) in Neighbourhoods(part, convolution))
            {
                Tensor product = bias is null ? patches.mm(matrix.t())
                    : addmm(bias.narrow(0, channel, kernel.shape[0]), patches, matrix.t(), 1, 1);
                rows.narrow(0, first, count).copy_(product.view(count, shape[2], shape[3], kernel.shape[0]));
            }
        }
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>Gradients of input and weight, each owned by the caller; those not asked for are null.</summary>
    public static (Tensor? Input, Tensor? Weight) Gradients(
        Tensor gradient, Tensor x, Tensor weight, Operation.Convolution convolution, bool needInput, bool needWeight)
    {
        using DisposeScope scope = NewDisposeScope();
        (int size, int stride, int pad) = (convolution.Size, convolution.Stride, convolution.Pad);
        long[] shape = x.shape, output = gradient.shape;
        // Row by row, with room for what padding would get, and in fp32: a pixel gets as many parts as a kernel has.
        Tensor? toInput = needInput ? zeros([shape[0], shape[2] + 2 * pad, shape[3] + 2 * pad, shape[1]], dtype: ScalarType.Float32) : null;
        Tensor? toWeight = needWeight ? zeros(weight.shape, dtype: ScalarType.Float32) : null;
        long inputs = shape[1] / convolution.Groups;
        foreach ((Tensor part, Tensor kernel, Tensor given, long channel) in Groups(x, weight, gradient, convolution))
        {
            Tensor rows = Rows(given), matrix = Matrix(kernel);
            foreach ((Tensor patches, long first, long count) in Neighbourhoods(part, convolution))
            {
                // libtorch's products in bf16 are wrong where a vector's numbers lie apart in memory.
                Tensor g = rows.narrow(0, first, count).reshape(-1, kernel.shape[0]).contiguous();
                if (toWeight is not null)
                    toWeight.narrow(0, channel, kernel.shape[0]).Add(
                        g.t().mm(patches).view(kernel.shape[0], size, size, inputs).permute(0, 3, 1, 2).to(ScalarType.Float32));
                if (toInput is null) continue;
                Tensor back = g.mm(matrix).view(count, output[2], output[3], size, size, inputs);
                Tensor image = toInput.narrow(0, first, count).narrow(3, channel / kernel.shape[0] * inputs, inputs);
                for (int y = 0; y < size; y++)
                    for (int z = 0; z < size; z++)
                        Strided(Strided(image, 1, y, output[2], stride), 2, z, output[3], stride).Add(back.select(3, y).select(3, z));
            }
        }
        Tensor? inside = toInput?.narrow(1, pad, shape[2]).narrow(2, pad, shape[3]).to(x.dtype).contiguous()
            .permute(0, 3, 1, 2);
        return (inside?.DetachFromDisposeScope(), toWeight?.DetachFromDisposeScope());
    }

    private static long[] OutputShape(Tensor x, Tensor weight, Operation.Convolution convolution)
    {
        long Reduced(long side) => (side + 2 * convolution.Pad - convolution.Size) / convolution.Stride + 1;
        return [x.shape[0], weight.shape[0], Reduced(x.shape[2]), Reduced(x.shape[3])];
    }

    /// <summary>Input, kernel and output of each group, with its first output channel.</summary>
    private static IEnumerable<(Tensor Input, Tensor Kernel, Tensor Output, long Channel)> Groups(
        Tensor x, Tensor weight, Tensor output, Operation.Convolution convolution)
    {
        long inputs = x.shape[1] / convolution.Groups, outputs = weight.shape[0] / convolution.Groups;
        for (long group = 0; group < convolution.Groups; group++)
            yield return (x.narrow(1, group * inputs, inputs), weight.narrow(0, group * outputs, outputs),
                output.narrow(1, group * outputs, outputs), group * outputs);
    }

    /// <summary>[rows, size × size × in] of some images at a time, with the first of them and how many they are.</summary>
    private static IEnumerable<(Tensor Patches, long First, long Count)> Neighbourhoods(Tensor x, Operation.Convolution convolution)
    {
        (int size, int stride, int pad) = (convolution.Size, convolution.Stride, convolution.Pad);
        Tensor rows = Rows(x).contiguous();
        if (pad > 0) rows = nn.functional.pad(rows, [0, 0, pad, pad, pad, pad]);
        (long n, long height, long width, long channels) = (rows.shape[0], rows.shape[1], rows.shape[2], rows.shape[3]);
        long down = (height - size) / stride + 1, across = (width - size) / stride + 1, length = size * size * channels;
        long most = Math.Clamp(AtOnce / (down * across * length * x.ElementSize), 1, n);
        for (long first = 0; first < n; first += most)
        {
            using DisposeScope scope = NewDisposeScope();
            long count = Math.Min(most, n - first);
            Tensor images = rows.narrow(0, first, count);
            // A line of a neighbourhood lies together in memory.
            Tensor patches = size == 1 && stride == 1 ? images.reshape(-1, channels)
                : images.as_strided([count, down, across, size, size * channels],
                    [height * width * channels, stride * width * channels, stride * channels, width * channels, 1],
                    images.storage_offset()).reshape(-1, length);
            yield return (patches, first, count);
        }
    }

    /// <summary>[out, size × size × in], in the order of a neighbourhood.</summary>
    private static Tensor Matrix(Tensor kernel) => kernel.permute(0, 2, 3, 1).reshape(kernel.shape[0], -1);

    private static Tensor Rows(Tensor images) => images.permute(0, 2, 3, 1);

    /// <summary>Every stride-th entry of a dimension.</summary>
    private static Tensor Strided(Tensor x, int dimension, long start, long count, int stride)
        => x.slice(dimension, start, start + (count - 1) * stride + 1, stride);
}
