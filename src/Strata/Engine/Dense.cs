using Strata.Optimizers;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>A dense layer in training, in fp32: [n, features] → [n, outputs].</summary>
/// <param name="name">What the names of its tensors begin with.</param>
internal sealed class Dense(Optimizer optimizer, string name) : ITrainingOperator
{
    private readonly OptimizedParameter _weight = optimizer.Add($"{name}.weight", ScalarType.Float32),
        _bias = optimizer.Add($"{name}.bias", ScalarType.Float32);
    private Tensor? _input;
    private ScalarType _type;

    public Tensor Forward(Tensor[] inputs)
    {
        _type = inputs[0].dtype;
        _input = inputs[0].to(ScalarType.Float32);
        return addmm(_bias.Working, _input, _weight.Working.t(), 1, 1);
    }

    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        using Tensor whole = more is null ? gradient.alias() : gradient.Plus(more);
        _weight.SetGradient(whole.t().mm(_input!));
        _bias.SetGradient(whole.sum(dim: 0));
        return [whole.mm(_weight.Working).to(_type)];
    }

    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
    }
}
