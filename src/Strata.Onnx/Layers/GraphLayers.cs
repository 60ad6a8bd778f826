using Strata.Models;
using Strata.Onnx.Files;
using Strata.Onnx.Graphs;
using Strata.Onnx.Running;
using Strata.Runtime;

namespace Strata.Onnx.Layers;

/// <summary>The layers of a graph: its images, and every tensor of floats that carries the examples and depends on them.</summary>
/// <param name="Infos">As they are compared; those that <c>auto</c> leaves out are marked.</param>
/// <param name="Tensors">The tensor of each; null for the images.</param>
/// <param name="Logits">The layer that classifies; null where no output has a number for each class.</param>
internal sealed record GraphLayers(IReadOnlyList<LayerInfo> Infos, IReadOnlyList<LayerTensor?> Tensors, int? Logits)
{
    public static GraphLayers Of(OnnxFile file, OnnxGraph graph, GraphProbe probe)
    {
        Dictionary<GraphNode, string> composed = [];
        HashSet<GraphNode> pieces = [];
        foreach (Composition found in new Compositions(graph).Find())
        {
            composed[found.Output] = found.Kind;
            pieces.UnionWith(found.Pieces);
        }
        string? logits = Classifying(file, graph, probe);
        HashSet<string> answers = [.. file.Proto.Graph.Output.Select(output => output.Name), logits ?? ""];
        ImageLayout images = probe.Images;
        List<LayerInfo> infos = [new(0, "input", "input", null, null, [images.Channels, images.Height, images.Width])];
        List<LayerTensor?> tensors = [null];
        var names = new Dictionary<string, int> { ["input"] = 1 };
        foreach (GraphNode node in graph.Nodes)
        {
            foreach (string output in node.Outputs)
            {
                if (!probe.Layers.TryGetValue(output, out LayerTensor? tensor)) continue;
                string kind = output == logits ? "logits" : composed.GetValueOrDefault(node) ?? OperatorKinds.Of(node);
                // To add a scalar is shape arithmetic's way, or a piece of something.
                bool main = answers.Contains(output) || !pieces.Contains(node) && (composed.ContainsKey(node)
                    || OperatorKinds.IsMain(node) && !(kind == "add" && node.Inputs.Any(graph.IsScalar)));
                infos.Add(new(infos.Count, Name(node, output, names), kind, null, null, tensor.Shape) { IsDetail = !main });
                tensors.Add(tensor);
            }
        }
        return new(infos, tensors, logits is null ? null : tensors.FindIndex(tensor => tensor?.Name == logits));
    }

    /// <summary>The first output with one number for each class; before a softmax, which prediction does itself.</summary>
    private static string? Classifying(OnnxFile file, OnnxGraph graph, GraphProbe probe)
    {
        foreach (string output in file.Proto.Graph.Output.Select(output => output.Name))
        {
            string tensor = output;
            while (graph.ProducerOf(tensor) is { Operator: "Softmax" or "Identity", Inputs: [var before, ..] }
                && probe.Layers.ContainsKey(before)) tensor = before;
            if (probe.Layers.TryGetValue(tensor, out LayerTensor? layer) && layer.Shape.Count(size => size > 1) <= 1 && layer.Features > 1)
                return tensor;
        }
        return null;
    }

    /// <summary>The operator's name where it has one, else its tensor's; once in a graph and fit for every list of layers.</summary>
    /// <param name="taken">Names, and how often each was asked for.</param>
    private static string Name(GraphNode node, string output, Dictionary<string, int> taken)
    {
        string own = Foreign.Words(node.Proto.Name.Length > 0 && node.Outputs[0] == output ? node.Proto.Name : output), name = own;
        // From where it was the last time: a file may call everything the same.
        for (int again = taken.GetValueOrDefault(own); taken.ContainsKey(name); name = $"{own}-{++again}") taken[own] = again + 1;
        taken[name] = 1;
        return name;
    }
}
