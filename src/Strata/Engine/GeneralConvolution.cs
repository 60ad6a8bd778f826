using Strata.Engine.Kernels;
using Strata.Models.Graph;
using Strata.Processor;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// A convolution of any shape, in fp32 or bf16, of channels-last images: depthwise by kernels of our own, else by libtorch, or by matrix
/// products where libtorch's convolutions cannot be trusted (<see cref="MatrixConvolution.IsNeeded"/>).
/// </summary>
internal static unsafe class GeneralConvolution
{
    /// <summary>[n, in, h, w] → [n, out, ...] in the caller's scope.</summary>
    public static Tensor Forward(Tensor x, Tensor weight, Tensor? bias, Operation.Convolution convolution)
    {
        if (IsDepthwise(x, convolution))
            return IsBf16(x) ? Depthwise<ushort, Bf16>(x, weight, bias, convolution)
                : Depthwise<float, Fp32>(x, weight, bias, convolution);
        if (NeedsMatrix(x, convolution)) return MatrixConvolution.Forward(x, weight, bias, convolution);
        return nn.functional.conv2d(x, weight, bias, strides: [convolution.Stride, convolution.Stride],
            padding: [convolution.Pad, convolution.Pad], groups: convolution.Groups);
    }

    /// <summary>Gradients of input, weight and bias, each owned by the caller; those not asked for are null.</summary>
    public static (Tensor? Input, Tensor? Weight, Tensor? Bias) Gradients(Tensor gradient, Tensor x, Tensor weight,
        Operation.Convolution convolution, bool needInput, bool needWeight, bool needBias)
    {
        if (!needInput && !needWeight && !needBias) return default;
        bool depthwise = IsDepthwise(x, convolution);
        if (!depthwise && !NeedsMatrix(x, convolution) && !MatrixConvolution.IsNeededBackward(convolution))
            return ConvolutionGradient.Of(gradient, x, weight, convolution.Stride, convolution.Pad, needInput, needWeight, needBias,
                convolution.Groups);
        (Tensor? toInput, Tensor? toWeight) = !depthwise
            ? MatrixConvolution.Gradients(gradient, x, weight, convolution, needInput, needWeight)
            : IsBf16(x) ? DepthwiseGradients<ushort, Bf16>(gradient, x, weight, convolution, needInput, needWeight)
            : DepthwiseGradients<float, Fp32>(gradient, x, weight, convolution, needInput, needWeight);
        return (toInput, toWeight, needBias ? gradient.sum([0, 2, 3], type: ScalarType.Float32).DetachFromDisposeScope() : null);
    }

    private static bool NeedsMatrix(Tensor x, Operation.Convolution convolution)
        => MatrixConvolution.IsNeeded(x.shape[2], x.shape[3], convolution, IsBf16(x));

    private static bool IsBf16(Tensor x) => x.dtype == ScalarType.BFloat16;

    private static bool IsDepthwise(Tensor x, Operation.Convolution convolution)
        => convolution.Groups > 1 && convolution.Groups == x.shape[1] && convolution.Filters == x.shape[1];

    private static Tensor Depthwise<T, TElement>(Tensor x, Tensor weight, Tensor? bias, Operation.Convolution convolution)
        where T : unmanaged where TElement : IElement<T>
    {
        DepthwiseShape shape = Shape(x, convolution);
        Tensor output = TensorMemory.EmptyChannelsLast(x.shape[0], shape.Channels, shape.OutHeight, shape.OutWidth, x.dtype);
        DepthwiseKernels<T, TElement>.Forward(TensorMemory.ChannelsLast<T>(x), Taps(weight), bias is null ? null : Values(bias),
            TensorMemory.ChannelsLast<T>(output), (int)x.shape[0], shape);
        return output;
    }

    private static (Tensor? Input, Tensor? Weight) DepthwiseGradients<T, TElement>(Tensor gradient, Tensor x, Tensor weight,
        Operation.Convolution convolution, bool needInput, bool needWeight) where T : unmanaged where TElement : IElement<T>
    {
        DepthwiseShape shape = Shape(x, convolution);
        T* g = TensorMemory.ChannelsLast<T>(gradient);
        int images = (int)x.shape[0];
        Tensor? toInput = null, toWeight = null;
        if (needInput)
        {
            toInput = TensorMemory.EmptyChannelsLast(x.shape[0], x.shape[1], x.shape[2], x.shape[3], x.dtype).DetachFromDisposeScope();
            DepthwiseKernels<T, TElement>.InputGradient(g, Taps(weight), TensorMemory.ChannelsLast<T>(toInput), images, shape);
        }
        if (needWeight)
        {
            double[] sums = DepthwiseKernels<T, TElement>.WeightGradient(g, TensorMemory.ChannelsLast<T>(x), images, shape);
            using Tensor taps = TensorMemory.Of([.. sums.Select(sum => (float)sum)], shape.Size, shape.Size, shape.Channels);
            toWeight = taps.permute(2, 0, 1).unsqueeze(1).contiguous().DetachFromDisposeScope();
        }
        return (toInput, toWeight);
    }

    private static DepthwiseShape Shape(Tensor x, Operation.Convolution convolution)
        => new((int)x.shape[1], (int)x.shape[2], (int)x.shape[3], convolution.Size, convolution.Stride, convolution.Pad);

    /// <summary>[channels, 1, size, size] as [size × size, channels].</summary>
    private static float[] Taps(Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        return Values(weight.squeeze(1).permute(1, 2, 0).contiguous());
    }

    private static float[] Values(Tensor tensor)
    {
        using Tensor single = tensor.to(ScalarType.Float32);
        return TensorMemory.Span<float>(single).ToArray();
    }
}
