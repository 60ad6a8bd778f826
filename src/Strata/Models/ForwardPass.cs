using Strata.Models.Graph;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Models;

/// <summary>
/// The forward pass of a network in inference mode and fp32 (no tensor here asks for gradients), showing the layers that are wanted as they
/// go by. It runs channels-last, and what stands between two layers that are looked at is one pass over memory.
/// </summary>
/// <param name="graph">What network.</param>
/// <param name="weights">Its weights, of which the convolutions keep a form of their own; they stay the caller's.</param>
/// <param name="convolutions">Shared by passes over the same weights.</param>
internal sealed class ForwardPass(NetworkGraph graph, NetworkWeights weights, InferenceConvolutions convolutions)
{
    public ForwardPass(NetworkWeights weights) : this(weights.Spec.Graph, weights, new(weights)) { }

    /// <param name="images">float32 [n, channels, height, width].</param>
    /// <param name="visit">Called with each wanted layer's index and output, in order of execution; the output lives until the visit
    /// returns.</param>
    /// <param name="wanted">By a layer's index; null: every layer.</param>
    /// <returns>Logits, float32 [n, classes], in the caller's scope.</returns>
    public Tensor Run(Tensor images, Action<int, Tensor>? visit = null, Func<int, bool>? wanted = null)
    {
        Func<int, bool> shown = visit is null ? _ => false : wanted ?? (_ => true);
        if (shown(0)) visit!(0, images);
        return Run(graph.Nodes[0], images, visit, shown);
    }

    /// <summary>Goes on from a node on which all later ones depend.</summary>
    /// <param name="output">The node's, float32 [n, ...]; it stays the caller's.</param>
    /// <returns>Logits, float32 [n, classes], in the caller's scope.</returns>
    public Tensor RunFrom(Node node, Tensor output) => Run(node, output, null, _ => false);

    /// <summary>The same network without some residual branches; what was made of the weights is shared.</summary>
    public ForwardPass Without(IReadOnlyCollection<ResidualBranch> branches) => new(graph.Without(branches), weights, convolutions);

    /// <summary>The node of this pass's network with the name of another's.</summary>
    public Node this[string name] => graph[name];

    private Tensor Run(Node start, Tensor output, Action<int, Tensor>? visit, Func<int, bool> wanted)
    {
        using DisposeScope scope = NewDisposeScope();
        var buffers = new ForwardBuffers(graph, start, TensorMemory.ToChannelsLast(output.alias()));
        foreach (Node node in graph.Nodes.Skip(start.Index + 1))
        {
            Compute(node, buffers);
            if (wanted(node.Index)) visit!(node.Index, buffers.Read(node.Index));
            buffers.Used(node.Inputs);
        }
        return buffers.Read(graph.Nodes.Count - 1).MoveToOuterDisposeScope();
    }

    private void Compute(Node node, ForwardBuffers buffers)
    {
        int input = node.Inputs[0];
        switch (node.Operation)
        {
            case Operation.Convolution { Stride: var stride }:
                buffers.Set(node, convolutions.Run(buffers.Read(input), node.Weights, stride));
                break;
            case Operation.BatchNorm:
                buffers.Scale(node, Normalization(node));
                break;
            case Operation.Addition:
                buffers.Add(node);
                break;
            case Operation.Relu:
                buffers.Rectify(node);
                break;
            case Operation.AveragePool:
                buffers.Set(node, buffers.Read(input).mean([2, 3], keepdim: true));
                break;
            case Operation.Flatten:
                buffers.Set(node, buffers.Read(input).flatten(1));
                break;
            case Operation.Dense:
                Tensor weight = weights[$"{node.Weights}.weight"], bias = weights[$"{node.Weights}.bias"];
                buffers.Set(node, addmm(bias, buffers.Read(input), weight.t(), 1, 1));
                break;
            default:
                throw new InvalidOperationException($"{node.Name}: nothing computes {node.Operation.GetType().Name}");
        }
    }

    /// <summary>What a batch norm does to each channel in inference: y = factor·x + offset.</summary>
    public (float[] Factors, float[] Offsets) Normalization(Node norm)
    {
        double epsilon = ((Operation.BatchNorm)norm.Operation).Epsilon;
        float[] mean = weights.Read($"{norm.Weights}.running_mean"), variance = weights.Read($"{norm.Weights}.running_var"),
            scale = weights.Read($"{norm.Weights}.weight"), shift = weights.Read($"{norm.Weights}.bias");
        float[] factors = [.. scale.Select((s, c) => (float)(s / Math.Sqrt(variance[c] + epsilon)))];
        return (factors, [.. shift.Select((s, c) => s - mean[c] * factors[c])]);
    }
}
