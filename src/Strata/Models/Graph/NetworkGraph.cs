namespace Strata.Models.Graph;

/// <summary>
/// A network as its operations in order of execution. Layers, tensors, costs, what can be computed together and what can be left out all
/// follow from it.
/// </summary>
public sealed class NetworkGraph
{
    private readonly int[][] _consumers;
    private readonly Dictionary<string, Node> _byName;
    private readonly Lazy<IReadOnlyList<ResidualBranch>> _branches;

    internal NetworkGraph(IReadOnlyList<Node> nodes)
    {
        Nodes = nodes;
        ILookup<int, int> consumers = nodes.SelectMany(node => node.Inputs.Select(input => (input, node.Index)))
            .ToLookup(edge => edge.input, edge => edge.Index);
        _consumers = [.. nodes.Select(node => consumers[node.Index].ToArray())];
        _byName = nodes.ToDictionary(node => node.Name);
        Layers = [.. nodes.Select(node => new LayerInfo(node.Index, node.Name, node.Kind, node.Stage, node.Block, node.Shape))];
        Parameters = [.. nodes.SelectMany(node => node.Operation.Parameters(Shapes(node))
            .Select(parameter => parameter with { Name = $"{node.Weights}.{parameter.Name}" }))];
        MultiplyAdds = nodes.Sum(node => node.Operation.MultiplyAdds(Shapes(node)));
        _branches = new(() => [.. ResidualBranches.Of(this)]);
    }

    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>Every operation's output, with the index of its node.</summary>
    public IReadOnlyList<LayerInfo> Layers { get; }

    /// <summary>Every tensor in order of execution, under the name that PyTorch would give it.</summary>
    public IReadOnlyList<ParameterInfo> Parameters { get; }

    /// <summary>Of convolutions and dense layers, for one image.</summary>
    public long MultiplyAdds { get; }

    /// <summary>What can be left out, in order of execution; nothing in a network without additions.</summary>
    public IReadOnlyList<ResidualBranch> Branches => _branches.Value;

    public Node this[string name] => _byName[name];

    /// <summary>The nodes that take a node's output, in order of execution.</summary>
    public IReadOnlyList<int> ConsumersOf(Node node) => _consumers[node.Index];

    /// <summary>The one node that takes a node's output, or null where there is none or several.</summary>
    public Node? OnlyConsumerOf(Node node) => _consumers[node.Index] is [int only] ? Nodes[only] : null;

    /// <summary>
    /// The network without some of its residual branches: their shortcuts go straight on. A ReLU on what is a ReLU's output already goes
    /// too.
    /// </summary>
    public NetworkGraph Without(IReadOnlyCollection<ResidualBranch> branches)
    {
        var gone = branches.SelectMany(branch => branch.Nodes).Select(node => node.Index).ToHashSet();
        var shortcuts = branches.ToDictionary(branch => branch.Addition.Index, branch => branch.Shortcut.Index);
        int[] places = new int[Nodes.Count];
        var kept = new List<Node>();
        foreach (Node node in Nodes)
        {
            if (gone.Contains(node.Index)) continue;
            if (shortcuts.TryGetValue(node.Index, out int shortcut)) places[node.Index] = places[shortcut];
            else if (node.Operation is Operation.Relu && kept[places[node.Inputs[0]]].Operation is Operation.Relu)
                places[node.Index] = places[node.Inputs[0]];
            else
            {
                places[node.Index] = kept.Count;
                kept.Add(node with { Index = kept.Count, Inputs = [.. node.Inputs.Select(input => places[input])] });
            }
        }
        return new(kept);
    }

    private int[][] Shapes(Node node) => [.. node.Inputs.Select(input => Nodes[input].Shape)];
}
