namespace Strata.Models.Graph;

/// <summary>
/// A network as its operations in order of execution. Layers, tensors, costs, what can be computed together and what can be left out all
/// follow from it.
/// </summary>
public sealed class NetworkGraph
{
    private readonly int[][] _consumers;
    private readonly Dictionary<string, Node> _byName;
    private readonly Dictionary<int, int> _layers;
    private readonly Lazy<IReadOnlyList<ResidualBranch>> _branches;

    internal NetworkGraph(IReadOnlyList<Node> nodes)
    {
        Nodes = nodes;
        ILookup<int, int> consumers = nodes.SelectMany(node => node.Inputs.Select(input => (input, node.Index)))
            .ToLookup(edge => edge.input, edge => edge.Index);
        _consumers = [.. nodes.Select(node => consumers[node.Index].ToArray())];
        _byName = nodes.ToDictionary(node => node.Name);
        LayerNodes = [.. nodes.Where(node => node.IsLayer)];
        _layers = LayerNodes.Index().ToDictionary(layer => layer.Item.Index, layer => layer.Index);
        Layers = [.. LayerNodes.Select((node, index) => new LayerInfo(index, node.Name, node.Kind, node.Stage, node.Block, node.Shape))];
        Parameters = [.. nodes.SelectMany(ParametersOf)];
        MultiplyAdds = nodes.Sum(node => node.Operation.MultiplyAdds(Shapes(node)));
        _branches = new(() => [.. ResidualBranches.Of(this)]);
    }

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Every output that is compared, in order of execution.</summary>
    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>The node of every layer.</summary>
    public IReadOnlyList<Node> LayerNodes { get; }

    /// <summary>Every tensor in order of execution, under the name that PyTorch would give it.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>Of convolutions, dense layers and attention, for one image.</summary>
    public long MultiplyAdds { get; }

    /// <summary>What can be left out, in order of execution; nothing in a network without additions.</summary>
    public IReadOnlyList<ResidualBranch> Branches => _branches.Value;

    public Node this[string name] => _byName[name];

    /// <summary>The nodes that take a node's output, in order of execution.</summary>
    public IReadOnlyList<int> ConsumersOf(Node node) => _consumers[node.Index];

    /// <summary>The one node that takes a node's output, or null where there is none or several.</summary>
    public Node? OnlyConsumerOf(Node node) => _consumers[node.Index] is [int only] ? Nodes[only] : null;

    /// <summary>The tensors of one node, under their whole names.</summary>
    public IEnumerable<ParameterInfo> ParametersOf(Node node)
        => node.Operation.Parameters(Shapes(node)).Select(parameter
            => parameter with { Name = parameter.Name.Length == 0 ? node.Weights : $"{node.Weights}.{parameter.Name}" });

    /// <summary>
    /// The layer by which a node's output is seen: its own, or that of what alone goes on with it. Null where there is none.
    /// </summary>
    public LayerInfo? LayerOf(Node node)
    {
        for (Node? at = node; at is not null; at = OnlyConsumerOf(at))
            if (_layers.TryGetValue(at.Index, out int layer)) return Layers[layer];
        return null;
    }

    private int[][] Shapes(Node node) => [.. node.Inputs.Select(input => Nodes[input].Shape)];
}
