using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>The addition of a residual stream in training.</summary>
internal sealed class Addition : ITrainingOperator
{
    public Tensor Forward(Tensor[] inputs) => inputs[0].Plus(inputs[1]);

    /// <summary>Each gets memory of its own: whoever takes one may work in it.</summary>
    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        Tensor whole = more is null ? gradient : gradient.Plus(more);
        return [whole, whole.clone()];
    }

    public void Dispose() { }
}
