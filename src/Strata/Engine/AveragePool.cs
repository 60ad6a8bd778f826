using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>The mean over height and width in training, [n, c, h, w] → float32 [n, c].</summary>
internal sealed class AveragePool : ITrainingOperator
{
    private long[] _shape = [];
    private ScalarType _type;

    public Tensor Forward(Tensor[] inputs)
    {
        (_shape, _type) = (inputs[0].shape, inputs[0].dtype);
        return inputs[0].mean([2, 3], keepdim: false, type: ScalarType.Float32);
    }

    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        using Tensor whole = more is null ? gradient.alias() : gradient.Plus(more);
        // Every pixel of a channel has the same share.
        using Tensor share = whole.Over(_shape[2] * _shape[3]).to(_type);
        Tensor toInput = TensorMemory.EmptyChannelsLast(_shape[0], _shape[1], _shape[2], _shape[3], _type);
        toInput.copy_(share.unsqueeze(2).unsqueeze(3).expand(_shape));
        return [toInput];
    }

    public void Dispose() { }
}
