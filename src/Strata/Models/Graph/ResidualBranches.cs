namespace Strata.Models.Graph;

/// <summary>Finds the residual branches of a network by its additions alone.</summary>
internal static class ResidualBranches
{
    public static IEnumerable<ResidualBranch> Of(NetworkGraph graph)
    {
        foreach (Node addition in graph.Nodes.Where(node => node.Operation is Operation.Addition))
        {
            var (one, other) = (graph.Nodes[addition.Inputs[0]], graph.Nodes[addition.Inputs[1]]);
            (List<Node> first, List<Node> second, Node fork) = Paths(graph, one, other);
            // The longer way is the branch.
            yield return first.Count > second.Count ? new(addition, fork, first, other) : new(addition, fork, second, one);
        }
    }

    /// <summary>What lies between two nodes and the last that both depend on, their common one excluded, in order of execution.</summary>
    private static (List<Node> One, List<Node> Other, Node Fork) Paths(NetworkGraph graph, Node one, Node other)
    {
        // Going back by the larger index first, everything that depends on the fork is passed before the fork is.
        SortedSet<int> left = [one.Index], right = [other.Index];
        var (passedLeft, passedRight) = (new List<Node>(), new List<Node>());
        while (!(left.Count == 1 && right.Count == 1 && left.Max == right.Max))
        {
            (SortedSet<int> side, List<Node> passed) = left.Max > right.Max || (left.Max == right.Max && left.Count > 1)
                ? (left, passedLeft) : (right, passedRight);
            Node last = graph.Nodes[side.Max];
            side.Remove(last.Index);
            side.UnionWith(last.Inputs);
            passed.Insert(0, last);
        }
        return (passedLeft, passedRight, graph.Nodes[left.Max]);
    }
}
