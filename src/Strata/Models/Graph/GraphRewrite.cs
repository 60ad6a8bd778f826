namespace Strata.Models.Graph;

/// <summary>Networks made of networks: what is left of one without some of its parts.</summary>
public static class GraphRewrite
{
    /// <summary>
    /// The network without some of its residual branches: their shortcuts go straight on. A ReLU on what is a ReLU's output already goes
    /// too.
    /// </summary>
    public static NetworkGraph Without(this NetworkGraph graph, IReadOnlyCollection<ResidualBranch> branches)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(branches);
        var instead = branches.ToDictionary(branch => branch.Addition.Index, branch => branch.Shortcut.Index);
        int Followed(int node) => instead.TryGetValue(node, out int other) ? Followed(other) : node;
        foreach (Node relu in graph.Nodes.Where(node => node.Operation is Operation.Relu))
            if (instead.ContainsKey(relu.Inputs[0]) && graph.Nodes[Followed(relu.Inputs[0])].Operation is Operation.Relu)
                instead[relu.Index] = relu.Inputs[0];
        return graph.Replacing(instead);
    }

    /// <summary>The network whose branches go straight on, without additions and what is on the shortcuts alone.</summary>
    public static NetworkGraph WithoutShortcuts(this NetworkGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Replacing(graph.Branches.ToDictionary(branch => branch.Addition.Index, branch => branch.Nodes[^1].Index));
    }

    /// <summary>The network with the first so many blocks of each stage.</summary>
    /// <param name="blocks">At most as many as there are; where a stage keeps none, what changes the shape stays.</param>
    public static NetworkGraph WithBlocks(this NetworkGraph graph, IReadOnlyList<int> blocks)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(blocks);
        return graph.Without([.. graph.Branches.Where(branch
            => branch.Addition.Stage is { } stage && branch.Addition.Block >= blocks[stage])]);
    }

    /// <summary>The network as it answers: without what only training does.</summary>
    internal static NetworkGraph InInference(this NetworkGraph graph)
        => graph.Nodes.Any(node => node.Operation.IsTrainingOnly)
            ? graph.Replacing(graph.Nodes.Where(node => node.Operation.IsTrainingOnly)
                .ToDictionary(node => node.Index, node => node.Inputs[0]))
            : graph;

    /// <summary>Whoever took a replaced node's output takes the other's; what nobody needs then goes.</summary>
    private static NetworkGraph Replacing(this NetworkGraph graph, Dictionary<int, int> instead)
    {
        int Followed(int node) => instead.TryGetValue(node, out int other) ? Followed(other) : node;
        bool[] needed = new bool[graph.Nodes.Count];
        needed[Followed(graph.Nodes.Count - 1)] = true;
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
            if (needed[i])
                foreach (int input in graph.Nodes[i].Inputs) needed[Followed(input)] = true;
        int[] places = new int[graph.Nodes.Count];
        var kept = new List<Node>();
        foreach (Node node in graph.Nodes.Where(node => needed[node.Index]))
        {
            places[node.Index] = kept.Count;
            kept.Add(node with { Index = kept.Count, Inputs = [.. node.Inputs.Select(input => places[Followed(input)])] });
        }
        return new(kept);
    }
}
