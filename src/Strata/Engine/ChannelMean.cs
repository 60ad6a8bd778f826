using Strata.Engine.Kernels;
using Strata.Processor;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>The mean over height and width in training, [n, c, h, w] → [n, c, 1, 1].</summary>
internal sealed unsafe class ChannelMean<T, TElement> : ITrainingOperator where T : unmanaged where TElement : IElement<T>
{
    private long[] _shape = [];

    private int Pixels => (int)(_shape[2] * _shape[3]);

    public Tensor Forward(Tensor[] inputs)
    {
        Tensor x = inputs[0].to(TElement.Type);
        _shape = x.shape;
        Tensor mean = TensorMemory.EmptyChannelsLast(_shape[0], _shape[1], 1, 1, x.dtype);
        ImageKernels<T, TElement>.Sums(TensorMemory.ChannelsLast<T>(x), null, TensorMemory.ChannelsLast<T>(mean), (int)_shape[0], Pixels,
            (int)_shape[1], 1f / Pixels);
        return mean;
    }

    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        using Tensor sum = more is null ? gradient.alias() : gradient.Plus(more), whole = sum.to(TElement.Type);
        Tensor toInput = TensorMemory.EmptyChannelsLast(_shape[0], _shape[1], _shape[2], _shape[3], whole.dtype);
        ImageKernels<T, TElement>.Scale(null, TensorMemory.ChannelsLast<T>(whole), TensorMemory.ChannelsLast<T>(toInput), (int)_shape[0],
            Pixels, (int)_shape[1], 1f / Pixels);
        return [toInput];
    }

    public void Dispose() { }
}
