using Strata.Engine.Kernels;
using Strata.Models.Graph;
using Strata.Processor;
using Strata.Runtime;
using Strata.Optimizers;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// A convolution in training: runs on a copy of the master weights in the activations' number format, in bf16 by
/// <see cref="ConvolutionKernel"/> and <see cref="WeightGradient"/> and in fp32 by <see cref="WinogradConvolution"/> and
/// <see cref="WinogradWeightGradient"/> where they cover it, else by libtorch.
/// </summary>
internal sealed unsafe class Convolution : ITrainingOperator
{
    private readonly Operation.Convolution _convolution;
    private readonly bool _needsInputGradient, _mayRoundZeros;
    private Tensor? _input;
    private readonly OptimizedParameter _weight;
    private readonly OptimizedParameter? _bias;
    private readonly WeightGradients _weightGradients;
    private readonly PackedWeights _packed = new();
    private WinogradConvolution? _winograd, _winogradGradient;

    /// <param name="weightGradients">Shared by the convolutions of a network, for its memory; the caller's.</param>
    /// <param name="hasBias">
    /// False in front of a batch norm: subtracting the batch's mean takes the bias away again, so its gradient is exactly 0.
    /// </param>
    public Convolution(
        Optimizer optimizer, Node node, ScalarType type, WeightGradients weightGradients, bool hasBias,
        bool needsInputGradient = true)
    {
        _convolution = (Operation.Convolution)node.Operation;
        (_weightGradients, _needsInputGradient, _mayRoundZeros) = (weightGradients, needsInputGradient, optimizer.FollowsSize);
        _weight = optimizer.Add($"{node.Weights}.weight", type);
        _bias = hasBias && _convolution.Bias ? optimizer.Add($"{node.Weights}.bias", type) : null;
    }

    /// <summary>Its output belongs to whoever takes it: nothing here needs it again.</summary>
    public bool PassesOutput => true;

    public Tensor Forward(Tensor[] inputs)
    {
        _input?.Dispose();
        // Its own hold on the memory: whoever made it may let go of it.
        _input = inputs[0].to(_weight.Working.dtype).alias().DetachFromDisposeScope();
        return Forward(_input);
    }

    Tensor?[] ITrainingOperator.Backward(Tensor gradient, Tensor? more)
    {
        using Tensor? sum = more is null ? null : gradient.Plus(more);
        Tensor? toInput = Backward(sum ?? gradient, _input!);
        _input!.Dispose();
        _input = null;
        return [toInput];
    }

    /// <summary>[n, in, h, w] → [n, out, h / stride, w / stride] in the caller's scope.</summary>
    public Tensor Forward(Tensor input)
    {
        ConvolutionShape shape = Shape(input);
        if (IsOurs(input, KernelKind.ForwardBf16) && ConvolutionKernel.Forward(shape) is { } kernel)
            return Run(kernel, input, _bias?.Working, shape.Out, shape.OutHeight, shape.OutWidth);
        if (IsWinograd(input, shape, KernelKind.ForwardFp32)
            && (_winograd ??= WinogradConvolution.TryCreate(shape.In, shape.Out)) is { } winograd)
        {
            winograd.Set(TensorMemory.Span<float>(_weight.Working), _bias is null ? default : TensorMemory.Span<float>(_bias.Working));
            return winograd.Run(input);
        }
        return GeneralConvolution.Forward(input, _weight.Working, _bias?.Working, _convolution);
    }

    /// <summary>Hands the weights' gradients to the optimizer and returns the input's, or null where nobody needs it.</summary>
    public Tensor? Backward(Tensor gradient, Tensor input)
    {
        ConvolutionShape shape = Shape(input);
        ConvolutionKernel? kernel = _needsInputGradient && IsOurs(input, KernelKind.InputGradientBf16)
            ? ConvolutionKernel.InputGradient(shape) : null;
        bool bf16 = input.dtype == ScalarType.BFloat16,
            // Winograd's sums of opposite signs leave rounding where a tap meets nothing but zeros.
            ourWeights = (bf16 || _mayRoundZeros) && SumsWeights(_convolution, shape, bf16);
        if (ourWeights && bf16) SetWeightGradients<ushort, Bf16>(gradient, input, shape, _weightGradients.Bf16.Run);
        else if (ourWeights) SetWeightGradients<float, Fp32>(gradient, input, shape, _weightGradients.Fp32.Run);
        WinogradConvolution? winograd = _needsInputGradient && IsWinograd(input, shape, KernelKind.InputGradientFp32)
            ? _winogradGradient ??= WinogradConvolution.TryCreate(shape.Out, shape.In) : null;
        Tensor? toInput = General(gradient, input, _needsInputGradient && kernel is null && winograd is null, !ourWeights);
        if (kernel is not null) return Run(kernel, gradient, null, shape.In, shape.Height, shape.Width);
        if (winograd is null) return toInput;
        winograd.SetTransposed(TensorMemory.Span<float>(_weight.Working));
        return winograd.Run(gradient);
    }

    /// <summary>Kernels are made for odd sizes, padded to keep what a stride of 1 takes in, and for all channels at once.</summary>
    private static bool IsUsual(Operation.Convolution convolution)
        => convolution.Groups == 1 && convolution.Size % 2 == 1 && convolution.Pad == convolution.Size / 2;

    private bool IsOurs(Tensor input, KernelKind kind)
        => IsUsual(_convolution) && input.dtype == ScalarType.BFloat16 && KernelChoice.Problem(kind, _convolution.Filters) is null;

    /// <summary>Why no machine code serves the forward pass of a convolution in training, or null.</summary>
    /// <param name="input">[in, height, width].</param>
    public static string? Problem(Operation.Convolution convolution, int[] input, bool bf16)
    {
        if (!bf16) return InferenceConvolutions.Problem(convolution, input[0]);
        if (KernelChoice.Problem(KernelKind.ForwardBf16, convolution.Filters) is { } missing) return missing;
        if (convolution.Groups > 1) return "it has groups";
        if (convolution.Size % 2 == 0 || convolution.Pad != convolution.Size / 2) return "its kernel is not padded by half its size";
        var shape = new ConvolutionShape(input[0], convolution.Filters, input[1], input[2], convolution.Size, convolution.Stride);
        return ConvolutionKernel.Forward(shape) is null ? "no code was made for its channels and stride" : null;
    }

    /// <summary>Whether machine code of ours sums the gradient of the weights.</summary>
    public static bool SumsWeights(Operation.Convolution convolution, ConvolutionShape shape, bool bf16)
        => IsUsual(convolution)
        && KernelChoice.Problem(bf16 ? KernelKind.WeightGradientBf16 : KernelKind.WeightGradientFp32, convolution.Filters) is null
        && (bf16 ? WeightGradient.Supports(shape) : WinogradWeightGradient.Supports(shape));

    private bool IsWinograd(Tensor input, ConvolutionShape shape, KernelKind kind)
        => IsUsual(_convolution) && input.dtype == ScalarType.Float32 && shape is { Size: 3, Stride: 1 }
        && KernelChoice.Problem(kind, _convolution.Filters) is null;

    private delegate void Sum<T>(T* gradient, T* input, float* toWeight, int images, ConvolutionShape shape) where T : unmanaged;

    private void SetWeightGradients<T, TElement>(Tensor gradient, Tensor input, ConvolutionShape shape, Sum<T> sum)
        where T : unmanaged where TElement : IElement<T>
    {
        int images = (int)input.shape[0];
        T* g = TensorMemory.ChannelsLast<T>(gradient);
        Tensor toWeight = empty(_weight.Working.shape, dtype: ScalarType.Float32);
        sum(g, TensorMemory.ChannelsLast<T>(input), TensorMemory.Pointer<float>(toWeight), images, shape);
        using (toWeight) _weight.SetGradient(toWeight);
        if (_bias is null) return;
        double[] sums = BatchNormKernels<T, TElement>.Moments(g, images * shape.OutHeight * shape.OutWidth, shape.Out,
            new float[shape.Out]);
        using Tensor toBias = TensorMemory.Of([.. sums.AsSpan(0, shape.Out).ToArray().Select(sum => (float)sum)], shape.Out);
        _bias.SetGradient(toBias);
    }

    private Tensor? General(Tensor gradient, Tensor input, bool needsInput, bool needsWeights)
    {
        (Tensor? toInput, Tensor? toWeight, Tensor? toBias) = GeneralConvolution.Gradients(gradient, input, _weight.Working, _convolution,
            needsInput, needsWeights, needsWeights && _bias is not null);
        // What comes back belongs to no scope.
        using (toWeight)
        {
            if (toWeight is not null) _weight.SetGradient(toWeight);
        }
        using (toBias)
        {
            if (toBias is not null) _bias!.SetGradient(toBias);
        }
        return toInput;
    }

    private ConvolutionShape Shape(Tensor input)
    {
        long[] weight = _weight.Working.shape;
        return new((int)weight[1], (int)weight[0], (int)input.shape[2], (int)input.shape[3], (int)weight[2], _convolution.Stride);
    }

    private Tensor Run(ConvolutionKernel kernel, Tensor input, Tensor? bias, int channels, int height, int width)
    {
        Tensor output = TensorMemory.EmptyChannelsLast(input.shape[0], channels, height, width, ScalarType.BFloat16);
        _packed.Run(kernel, _weight.Working, bias, TensorMemory.ChannelsLast<ushort>(input), TensorMemory.ChannelsLast<ushort>(output),
            (int)input.shape[0]);
        return output;
    }

    public void Dispose()
    {
        _input?.Dispose();
        _packed.Dispose();
        _weight.Dispose();
        _bias?.Dispose();
    }
}
