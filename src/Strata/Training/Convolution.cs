using Strata.Models;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>A convolution in training: runs on a copy of the master weights in the activations' number format.</summary>
internal sealed class Convolution : IDisposable
{
    private readonly int _stride, _padding;
    private readonly bool _needsInputGradient;
    private readonly OptimizedParameter _weight;
    private readonly OptimizedParameter? _bias;

    /// <param name="hasBias">
    /// False in front of a batch norm: subtracting the batch's mean takes the bias away again, so its gradient is exactly 0.
    /// </param>
    public Convolution(StochasticGradientDescent optimizer, NetworkWeights weights, string name, ScalarType type, int stride, bool hasBias, bool needsInputGradient = true)
    {
        (_stride, _needsInputGradient) = (stride, needsInputGradient);
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
        (Tensor? toInput, Tensor toWeight, Tensor? toBias) = ConvolutionGradient.Of(gradient, input, _weight.Working, _stride, _padding, _needsInputGradient, _bias is not null);
        // What TorchScript returns belongs to no scope.
        using (toWeight) _weight.SetGradient(toWeight);
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
