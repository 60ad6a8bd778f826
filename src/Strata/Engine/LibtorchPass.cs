using Strata.Models.Graph;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// A whole network in libtorch's own operations, in the number format of its tensors and on their device: what every other way of
/// computing is tested against, with autograd for gradients.
/// </summary>
internal static class LibtorchPass
{
    /// <param name="tensor">By name, of one format.</param>
    /// <param name="images">[n, channels, height, width].</param>
    /// <param name="training">Null in inference.</param>
    /// <param name="visit">Told of every node's output in order of execution.</param>
    /// <returns>Logits [n, classes].</returns>
    public static Tensor Run(NetworkGraph graph, Func<string, Tensor> tensor, Tensor images, TrainingMode? training = null,
        Action<Node, Tensor>? visit = null)
    {
        var values = new Tensor[graph.Nodes.Count];
        foreach (Node node in graph.Nodes)
        {
            values[node.Index] = node.Operation is Operation.Input ? images
                : LibtorchOperations.Compute(node, [.. node.Inputs.Select(input => values[input])], tensor, training);
            visit?.Invoke(node, values[node.Index]);
        }
        return values[^1];
    }
}
