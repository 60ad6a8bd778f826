using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>A dense layer in training, in fp32: [n, features] → [n, outputs].</summary>
/// <param name="name">What the names of its tensors begin with.</param>
internal sealed class Dense(Optimizer optimizer, string name) : ITrainingOperator
{
    private readonly OptimizedParameter _weight = optimizer.Add($"{name}.weight", ScalarType.Float32),
        _bias = optimizer.Add($"{name}.bias", ScalarType.Float32);
    private Tensor? _input;

    public Tensor Forward(Tensor[] inputs)
    {
        _input = inputs[0];
        return addmm(_bias.Working, inputs[0], _weight.Working.t(), 1, 1);
    }

    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        using Tensor whole = more is null ? gradient.alias() : gradient + more;
        _weight.SetGradient(whole.t().mm(_input!));
        _bias.SetGradient(whole.sum(dim: 0));
        return [whole.mm(_weight.Working)];
    }

    public void Dispose()
    {
        _weight.Dispose();
        _bias.Dispose();
    }
}
