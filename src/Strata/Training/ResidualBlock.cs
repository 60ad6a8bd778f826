using Strata.Training.Kernels;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>
/// A basic block in training: conv, bn, relu, conv, bn, add, relu, with the identity or a projection as shortcut, or without any.
/// </summary>
internal sealed class ResidualBlock<T, TElement>(
    Convolution convolution1, BatchNormRelu<T, TElement> norm1, Convolution convolution2, BatchNormRelu<T, TElement> norm2,
    Convolution? projection, bool residual) : ITrainableBlock
    where T : unmanaged where TElement : IElement<T>
{
    private Tensor? _input, _hidden;

    public Tensor Forward(Tensor input)
    {
        _input = input;
        _hidden = norm1.Forward(convolution1.Forward(input), null);
        Tensor? shortcut = projection is not null ? projection.Forward(input) : residual ? input : null;
        Tensor output = norm2.Forward(convolution2.Forward(_hidden), shortcut);
        if (projection is not null) shortcut!.Dispose();
        return output;
    }

    public (Tensor Branch, Tensor? Shortcut) Backward(Tensor gradient, Tensor? more)
    {
        using Tensor toConvolution2 = norm2.Backward(gradient, more);
        using Tensor toHidden = convolution2.Backward(toConvolution2, _hidden!)!;
        using Tensor toConvolution1 = norm1.Backward(toHidden);
        Tensor branch = convolution1.Backward(toConvolution1, _input!)!;
        if (residual && projection is null) return (branch, gradient);
        return (branch, projection?.Backward(gradient, _input!));
    }

    public void Dispose()
    {
        convolution1.Dispose();
        norm1.Dispose();
        convolution2.Dispose();
        norm2.Dispose();
        projection?.Dispose();
    }
}
