namespace Strata.Models.Graph;

/// <summary>One operation of a network and where it stands.</summary>
/// <param name="Index">Place in the order of execution, from 0; inputs come before.</param>
/// <param name="Name">Such as <c>stages.0.2.conv1</c>; that of the layer where its output is one.</param>
/// <param name="Kind">Of its output as a layer; its operation's own unless the family has another word.</param>
/// <param name="Inputs">Indices of the nodes whose outputs it takes.</param>
/// <param name="Shape">Of its output, without the dimension of the examples.</param>
/// <param name="Stage">0-based; null for input, stem and head.</param>
/// <param name="Block">0-based within the stage; null for input, stem and head.</param>
/// <param name="Weights">What the names of its tensors begin with, as PyTorch has it; mostly its own name.</param>
/// <param name="IsLayer">Whether its output is one of the layers that are compared.</param>
public sealed record Node(
    int Index, string Name, string Kind, Operation Operation, IReadOnlyList<int> Inputs, int[] Shape, int? Stage, int? Block,
    string Weights, bool IsLayer)
{
    /// <summary>Numbers per example.</summary>
    public long Features => Shape.Aggregate(1L, (product, size) => product * size);
}
