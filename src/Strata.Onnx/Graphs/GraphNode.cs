using global::Onnx;

namespace Strata.Onnx.Graphs;

/// <summary>One operator of a graph.</summary>
/// <param name="Index">Place in the order of execution, from 0.</param>
/// <param name="Inputs">Tensors that it takes, also for graphs inside of it; without those left out.</param>
/// <param name="Outputs">Tensors that it gives, without those left out.</param>
internal sealed record GraphNode(int Index, NodeProto Proto, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>Such as <c>Conv</c>.</summary>
    public string Operator => Proto.OpType;
}
