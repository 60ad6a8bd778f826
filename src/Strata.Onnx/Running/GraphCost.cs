using Strata.Data;
using Strata.Onnx.Graphs;
using Strata.Onnx.Layers;

namespace Strata.Onnx.Running;

/// <summary>What a graph computes for an image, by the shapes that its tensors had when it was tried out.</summary>
internal static class GraphCost
{
    /// <summary>Multiply-adds of convolutions and matrix products, as those of a network of Strata's own are counted.</summary>
    public static long MultiplyAdds(OnnxGraph graph, GraphProbe probe)
    {
        // More than a long holds is as good as endless.
        double sum = graph.Nodes.Sum(node => node.Outputs.Sum(output
            => probe.Layers.TryGetValue(output, out LayerTensor? layer) ? layer.Features * PerNumber(node, graph, probe) : 0.0));
        return (long)Math.Min(sum, long.MaxValue / 2);
    }

    /// <summary>Multiply-adds for each number that an operator gives; one where shapes do not tell.</summary>
    private static double PerNumber(GraphNode node, OnnxGraph graph, GraphProbe probe)
    {
        IReadOnlyDictionary<string, LayerTensor> layers = probe.Layers;
        long[]? Weight(int input) => node.Proto.Input.Count > input ? graph.ShapeOf(node.Proto.Input[input]) : null;
        switch (node.Operator)
        {
            case "Conv" when Weight(1) is { Length: > 2 } kernel:
                return Product(kernel.Skip(1));
            case "ConvTranspose" when Weight(1) is { Length: > 2 } kernel && layers.TryGetValue(node.Inputs[0], out LayerTensor? spread)
                && layers.TryGetValue(node.Outputs[0], out LayerTensor? given):
                return Product(kernel.Skip(1)) * spread.Features / Math.Max(1, given.Features);
            case "Gemm" when Weight(1) is [var rows, var columns]:
                return node.Proto.Attribute.Any(attribute => attribute.Name == "transB" && attribute.I != 0) ? columns : rows;
            case "MatMul" when Weight(1) is { Length: > 1 } right:
                return right[^2];
            case "MatMul" when Weight(0) is { Length: > 0 } left:
                return left[^1];
            case "MatMul" when layers.TryGetValue(node.Inputs[0], out LayerTensor? first) && first.Shape.Length > 0:
                return first.Shape[^1];
            case "MatMul" when node.Inputs[0] == graph.Input.Name:
                return probe.Images.Pixels == PixelLayout.ChannelsLast ? probe.Images.Channels : probe.Images.Width;
            default:
                return OperatorKinds.Of(node) is "conv" or "dense" or "matmul" ? 1 : 0;
        }
    }

    private static double Product(IEnumerable<long> sizes) => sizes.Aggregate(1.0, (product, size) => product * Math.Max(1, size));
}
