using Strata.Models;
using Strata.Runtime;
using Strata.Training.Kernels;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>A convolution in training: runs on a copy of the master weights in the activations' number format.</summary>
internal sealed unsafe class Convolution : IDisposable
{
    private readonly int _stride, _padding;
    private readonly bool _needsInputGradient;
    private readonly OptimizedParameter _weight;
    private readonly OptimizedParameter? _bias;
    private readonly WeightGradient _weightGradient;

    /// <param name="weightGradient">Sums the weights' gradient where it can; the caller's.</param>
    /// <param name="hasBias">
    /// False in front of a batch norm: subtracting the batch's mean takes the bias away again, so its gradient is exactly 0.
    /// </param>
    public Convolution(StochasticGradientDescent optimizer, NetworkWeights weights, string name, ScalarType type, int stride, WeightGradient weightGradient, bool hasBias, bool needsInputGradient = true)
    {
        (_stride, _weightGradient, _needsInputGradient) = (stride, weightGradient, needsInputGradient);
        _padding = weights[$"{name}.weight"].shape[2] == 3 ? 1 : 0;
        _weight = optimizer.Add($"{name}.weight", type);
        _bias = hasBias ? optimizer.Add($"{name}.bias", type) : null;
    }

    /// <summary>[n, in, h, w] → [n, out, h / stride, w / stride] in the caller's scope.</summary>
    public Tensor Forward(Tensor input)
        => nn.functional.conv2d(input, _weight.Working, _bias?.Working, strides: [_stride, _stride], padding: [_padding, _padding]);

    /// <summary>Hands the weights' gradients to the optimizer and returns the input's, or null where nobody needs it.</summary>
    public Tensor? Backward(Tensor gradient, Tensor input)
    {
        (int inChannels, int outChannels, int kernel) = ((int)_weight.Working.shape[1], (int)_weight.Working.shape[0], (int)_weight.Working.shape[2]);
        bool ours = input.dtype == ScalarType.BFloat16 && WeightGradient.Supports(inChannels, outChannels, kernel, _stride);
        if (ours)
        {
            var shape = new WeightGradientShape((int)input.shape[2], (int)input.shape[3], inChannels, outChannels, kernel, _stride);
            using Tensor sum = empty(outChannels, inChannels, kernel, kernel);
            _weightGradient.Run(TensorMemory.ChannelsLast<ushort>(gradient), TensorMemory.ChannelsLast<ushort>(input), TensorMemory.Pointer<float>(sum), (int)input.shape[0], shape);
            _weight.SetGradient(sum);
        }
        // What TorchScript returns belongs to no scope.
        (Tensor? toInput, Tensor? toWeight, Tensor? toBias) = ConvolutionGradient.Of(gradient, input, _weight.Working, _stride, _padding, _needsInputGradient, !ours, _bias is not null);
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

    public void Dispose()
    {
        _weight.Dispose();
        _bias?.Dispose();
    }
}
