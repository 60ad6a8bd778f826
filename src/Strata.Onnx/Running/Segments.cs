using global::Onnx;
using Microsoft.ML.OnnxRuntime;
using Strata.Onnx.Files;
using Strata.Onnx.Graphs;
using Strata.Onnx.Layers;

namespace Strata.Onnx.Running;

/// <summary>
/// Cuts a graph into parts that are run one after the other, so that no more is in memory than a few layers of a batch and what later parts
/// need of them. Each operator runs once.
/// </summary>
internal static class Segments
{
    /// <summary>Bytes per example of the layers that one part gives: 512 MiB of a batch of 256.</summary>
    private const long Most = 2L << 20;

    /// <param name="layers">That are wanted, in order of execution.</param>
    /// <param name="threads">That compute one run.</param>
    /// <returns>The parts in order; the caller's.</returns>
    public static IReadOnlyList<Segment> Cut(OnnxFile file, OnnxGraph graph, GraphProbe probe, IReadOnlyList<LayerTensor> layers,
        int threads)
    {
        GraphNode[] needed = Needed(graph, layers);
        List<List<LayerTensor>> groups = Groups(layers, needed.All(node => node.Outputs.All(output => graph.IsConstant(output)
            || probe.Kinds[output].IsTensor)));
        int[] ends = [.. groups.Select(group => group.Max(layer => graph.ProducerOf(layer.Name)!.Index))];
        GraphNode[][] parts = [.. ends.Select((end, g) => needed.Where(node => !IsConstant(node) && node.Index <= end
            && (g == 0 || node.Index > ends[g - 1])).ToArray())];
        string[][] inputs = [.. parts.Select(part => part.SelectMany(node => node.Inputs)
            .Except(part.SelectMany(node => node.Outputs)).Where(tensor => !graph.IsConstant(tensor)).Distinct().ToArray())];
        var segments = new List<Segment>();
        try
        {
            for (int g = 0; g < groups.Count; g++)
            {
                HashSet<string> later = [.. inputs.Skip(g + 1).SelectMany(taken => taken)];
                string[] passed = [.. parts[g].SelectMany(node => node.Outputs).Where(later.Contains)];
                string[] outputs = [.. groups[g].Select(layer => layer.Name).Union(passed)];
                ModelProto part = Part(file, graph, probe, parts[g], inputs[g], outputs);
                segments.Add(new(GraphRunner.Load(file, part, threads), inputs[g], groups[g], passed,
                    [.. inputs[g].Where(tensor => !later.Contains(tensor))]));
            }
            return segments;
        }
        catch
        {
            foreach (Segment segment in segments) segment.Dispose();
            throw;
        }

        bool IsConstant(GraphNode node) => node.Outputs.All(graph.IsConstant);
    }

    private static GraphNode[] Needed(OnnxGraph graph, IReadOnlyList<LayerTensor> layers)
    {
        HashSet<string> wanted = [.. layers.Select(layer => layer.Name)];
        return [.. graph.Nodes.Reverse().Where(node =>
        {
            if (!node.Outputs.Any(wanted.Contains)) return false;
            wanted.UnionWith(node.Inputs);
            return true;
        }).ToArray().Reverse()];
    }

    /// <param name="layers">In order of execution.</param>
    /// <param name="many">False where something other than tensors is handed on, which no part can take in.</param>
    private static List<List<LayerTensor>> Groups(IReadOnlyList<LayerTensor> layers, bool many)
    {
        var groups = new List<List<LayerTensor>>();
        long bytes = 0;
        foreach (LayerTensor layer in layers)
        {
            if (groups.Count == 0 || many && bytes + layer.Bytes > Most)
            {
                groups.Add([]);
                bytes = 0;
            }
            groups[^1].Add(layer);
            bytes += layer.Bytes;
        }
        return groups;
    }

    /// <summary>Some operators as a graph of their own, with the constants that they need.</summary>
    private static ModelProto Part(OnnxFile file, OnnxGraph graph, GraphProbe probe, GraphNode[] nodes, string[] inputs, string[] outputs)
    {
        HashSet<string> taken = [.. nodes.SelectMany(node => node.Inputs)];
        GraphNode[] constants = [.. graph.Nodes.Reverse().Where(node =>
        {
            if (!node.Outputs.All(graph.IsConstant) || !node.Outputs.Any(taken.Contains)) return false;
            taken.UnionWith(node.Inputs);
            return true;
        }).ToArray().Reverse()];
        GraphProto whole = file.Proto.Graph;
        var part = new ModelProto { IrVersion = file.Proto.IrVersion, Graph = new() { Name = whole.Name } };
        part.OpsetImport.Add(file.Proto.OpsetImport);
        part.Functions.Add(file.Proto.Functions);
        part.Graph.Node.Add(constants.Concat(nodes).Select(node => node.Proto));
        part.Graph.Initializer.Add(whole.Initializer.Where(weight => taken.Contains(weight.Name)));
        part.Graph.SparseInitializer.Add(whole.SparseInitializer.Where(weight => taken.Contains(weight.Values?.Name ?? "")));
        // Before version 4 of the format, weights are inputs with a default.
        part.Graph.Input.Add(whole.Input.Where(input => taken.Contains(input.Name) && input.Name != graph.Input.Name));
        part.Graph.Input.Add(inputs.Select(input => input == graph.Input.Name ? graph.Input : Value(input, probe.Kinds[input])));
        part.Graph.Output.Add(outputs.Select(output => new ValueInfoProto { Name = output }));
        return part;
    }

    private static ValueInfoProto Value(string name, NodeMetadata known)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(known.Dimensions.Select(size => size < 0 ? new TensorShapeProto.Types.Dimension() : new() { DimValue = size }));
        return new()
        {
            Name = name,
            Type = new() { TensorType = new() { ElemType = (int)known.ElementDataType, Shape = shape } },
        };
    }
}
