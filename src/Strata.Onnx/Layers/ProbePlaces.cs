using Strata.Analysis;
using Strata.Models;
using Strata.Onnx.Graphs;

namespace Strata.Onnx.Layers;

/// <summary>Where linear probes are put in a graph: where a residual branch is added, and before that.</summary>
internal static class ProbePlaces
{
    /// <summary>Every addition of two tensors that follow from the images, and the last layer of the longer way to it.</summary>
    public static IReadOnlyList<(LayerInfo Layer, ProbePlace Place)> Of(OnnxGraph graph, GraphLayers layers)
    {
        var known = layers.Tensors.Index().Where(t => t.Item is not null).ToDictionary(t => t.Item!.Name, t => layers.Infos[t.Index]);
        // Operators on the longest way from the images.
        var depths = new Dictionary<string, int>();
        var found = new List<(LayerInfo, ProbePlace)>();
        foreach (GraphNode node in graph.Nodes)
        {
            int depth = 1 + node.Inputs.Select(input => depths.GetValueOrDefault(input)).DefaultIfEmpty(0).Max();
            foreach (string output in node.Outputs) depths[output] = depth;
            if (node.Operator is not ("Add" or "Sum") || !known.TryGetValue(node.Outputs[0], out LayerInfo? after)
                || after is not { Kind: "add", IsDetail: false }) continue;
            string[] ways = [.. node.Inputs.Where(graph.IsOfImages)];
            if (ways.Length < 2) continue;
            if (Last(ways.MaxBy(way => depths.GetValueOrDefault(way))!, graph, known) is { } before)
                found.Add((before, ProbePlace.PreResidual));
            found.Add((after, ProbePlace.PostResidual));
        }
        return found;
    }

    /// <summary>What a tensor is, without what only gives it another shape or passes it on.</summary>
    private static LayerInfo? Last(string tensor, OnnxGraph graph, Dictionary<string, LayerInfo> known)
    {
        while (true)
        {
            if (known.TryGetValue(tensor, out LayerInfo? layer) && !layer.IsDetail) return layer;
            if (graph.ProducerOf(tensor)?.Inputs.Where(graph.IsOfImages).ToArray() is not [var only]) return layer;
            tensor = only;
        }
    }
}
