namespace Strata.Models.Graph;

/// <summary>Lists a network's operations in order of execution, as a family describes itself.</summary>
public sealed class GraphBuilder
{
    private readonly List<Node> _nodes = [];
    private int? _stage, _block;

    /// <summary>Nodes from here on belong to a block of a stage, both from 0, or to none.</summary>
    public void Enter(int? stage, int? block) => (_stage, _block) = (stage, block);

    /// <param name="name">Of the node, once in a network.</param>
    /// <param name="operation">What it computes.</param>
    /// <param name="inputs">As this method gave them.</param>
    /// <param name="kind">Null: the operation's own.</param>
    /// <param name="weights">What its tensors' names begin with; null: the node's own name.</param>
    /// <param name="shown">Whether its output is a layer to be compared; false for one that belongs to the next.</param>
    /// <returns>What later nodes take it by.</returns>
    public int Add(string name, Operation operation, IReadOnlyList<int> inputs, string? kind = null, string? weights = null,
        bool shown = true)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(inputs);
        int[] shape = operation.Output([.. inputs.Select(i => _nodes[i].Shape)]);
        _nodes.Add(new(_nodes.Count, name, kind ?? operation.Kind, operation, inputs, shape, _stage, _block, weights ?? name, shown));
        return _nodes.Count - 1;
    }

    /// <summary>The network; its last node gives the logits.</summary>
    public NetworkGraph Build() => new(_nodes);
}
