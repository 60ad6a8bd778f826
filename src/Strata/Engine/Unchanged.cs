using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>What changes nothing in this training, such as dropout of nothing.</summary>
internal sealed class Unchanged : ITrainingOperator
{
    public Tensor Forward(Tensor[] inputs) => inputs[0].alias();

    public Tensor?[] Backward(Tensor gradient, Tensor? more) => [more is null ? gradient : gradient.Plus(more)];

    public void Dispose() { }
}
