using Strata.Models.Graph;

namespace Strata.Engine;

/// <summary>
/// A batch norm behind a convolution with the ReLU or SiLU behind it, where there is one, and the addition before a ReLU, which training
/// computes as one pass over memory.
/// </summary>
/// <param name="Convolution">Whose output is normalised, and by nothing else needed.</param>
/// <param name="Shortcut">What is added before the ReLU, or null.</param>
/// <param name="End">Whose output the pattern gives: the activation, or the norm itself.</param>
internal sealed record NormPattern(Node Convolution, Node Norm, Node? Addition, Node? Shortcut, Node End)
{
    /// <summary>The pattern that a batch norm begins, or null where what is before it is no convolution of its own.</summary>
    public static NormPattern? Of(NetworkGraph graph, Node norm)
    {
        if (norm.Operation is not Operation.BatchNorm) return null;
        Node source = graph.Nodes[norm.Inputs[0]];
        if (source.Operation is not Operation.Convolution || graph.OnlyConsumerOf(source) != norm) return null;
        Node? next = graph.OnlyConsumerOf(norm);
        if (next?.Operation is Operation.Relu or Operation.Silu) return new(source, norm, null, null, next);
        // Of two batch norms that are added the later one takes the other's output as its shortcut.
        if (next?.Operation is Operation.Addition && next.Inputs.Max() == norm.Index && next.Inputs[0] != next.Inputs[1]
            && graph.OnlyConsumerOf(next) is { Operation: Operation.Relu } relu)
            return new(source, norm, next, graph.Nodes[next.Inputs.Min()], relu);
        return new(source, norm, null, null, norm);
    }
}
