using Strata.Engine.Kernels;
using Strata.Processor;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>Every channel of every image by a number of its own in training, [n, c, h, w] · [n, c, 1, 1].</summary>
internal sealed unsafe class Scaling<T, TElement> : ITrainingOperator where T : unmanaged where TElement : IElement<T>
{
    private Tensor? _input, _scale;

    public Tensor Forward(Tensor[] inputs)
    {
        Free();
        // Its own hold on the memory: whoever made it may let go of it.
        (_input, _scale) = (inputs[0].to(TElement.Type).alias().DetachFromDisposeScope(),
            inputs[1].to(TElement.Type).alias().DetachFromDisposeScope());
        return Scaled(_input);
    }

    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        using Tensor sum = more is null ? gradient.alias() : gradient.Plus(more), whole = sum.to(TElement.Type);
        long[] shape = whole.shape;
        Tensor toScale = TensorMemory.EmptyChannelsLast(shape[0], shape[1], 1, 1, whole.dtype);
        ImageKernels<T, TElement>.Sums(TensorMemory.ChannelsLast<T>(whole), TensorMemory.ChannelsLast<T>(_input!),
            TensorMemory.ChannelsLast<T>(toScale), (int)shape[0], (int)(shape[2] * shape[3]), (int)shape[1], 1);
        Tensor toInput = Scaled(whole);
        Free();
        return [toInput, toScale];
    }

    public void Dispose() => Free();

    private Tensor Scaled(Tensor x)
    {
        long[] shape = x.shape;
        Tensor y = TensorMemory.EmptyChannelsLast(shape[0], shape[1], shape[2], shape[3], x.dtype);
        ImageKernels<T, TElement>.Scale(TensorMemory.ChannelsLast<T>(x), TensorMemory.ChannelsLast<T>(_scale!),
            TensorMemory.ChannelsLast<T>(y), (int)shape[0], (int)(shape[2] * shape[3]), (int)shape[1]);
        return y;
    }

    private void Free()
    {
        _input?.Dispose();
        _scale?.Dispose();
        (_input, _scale) = (null, null);
    }
}
