using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>A ReLU that follows no batch norm, in training. Only fine-tuning of pruned networks meets it.</summary>
internal sealed class Rectifier : ITrainingOperator
{
    private Tensor? _output;

    public Tensor Forward(Tensor[] inputs)
    {
        _output?.Dispose();
        _output = nn.functional.relu(inputs[0]).DetachFromDisposeScope();
        return _output;
    }

    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        using Tensor whole = more is null ? gradient.alias() : gradient + more;
        using Tensor open = _output!.gt(0);
        return [whole * open];
    }

    public void Dispose() => _output?.Dispose();
}
