using Strata.Engine.Kernels;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Processor;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// The forward pass of a network in inference mode and fp32 (no tensor here asks for gradients), showing the outputs that are wanted as
/// they go by. Images run channels-last, and what stands between two outputs that are looked at is one pass over memory.
/// </summary>
/// <param name="graph">What network, without what only training does.</param>
/// <param name="weights">Its weights, of which the convolutions keep a form of their own; they stay the caller's.</param>
/// <param name="convolutions">Shared by passes over the same weights.</param>
internal sealed class ForwardPass(NetworkGraph graph, NetworkWeights weights, InferenceConvolutions convolutions)
{
    public ForwardPass(NetworkWeights weights) : this(weights.Spec.Graph.InInference(), weights, new(weights)) { }

    /// <param name="images">float32 [n, channels, height, width].</param>
    /// <param name="visit">Called with the name and the output of each wanted node, in order of execution; the output lives until the
    /// visit returns.</param>
    /// <param name="wanted">By a node's name; null: every node.</param>
    /// <returns>Logits, float32 [n, classes], in the caller's scope.</returns>
    public Tensor Run(Tensor images, Action<string, Tensor>? visit = null, Func<string, bool>? wanted = null)
    {
        Func<string, bool> shown = visit is null ? _ => false : wanted ?? (_ => true);
        if (shown(graph.Nodes[0].Name)) visit!(graph.Nodes[0].Name, images);
        return Run(graph.Nodes[0], images, visit, shown);
    }

    /// <summary>Goes on from a node on which all later ones depend.</summary>
    /// <param name="node">Its name.</param>
    /// <param name="output">The node's, float32 [n, ...]; it stays the caller's.</param>
    /// <returns>Logits, float32 [n, classes], in the caller's scope.</returns>
    public Tensor RunFrom(string node, Tensor output) => Run(graph[node], output, null, _ => false);

    /// <summary>What can be left out of the network, in order of execution.</summary>
    public IReadOnlyList<ResidualBranch> Branches => graph.Branches;

    /// <summary>The same network without some of its <see cref="Branches"/>; what was made of the weights is shared.</summary>
    public ForwardPass Without(IReadOnlyCollection<ResidualBranch> branches) => new(graph.Without(branches), weights, convolutions);

    private Tensor Run(Node start, Tensor output, Action<string, Tensor>? visit, Func<string, bool> wanted)
    {
        FreeMemory.Trim(between: false);
        using DisposeScope scope = NewDisposeScope();
        var buffers = new ForwardBuffers(graph, start, output.alias());
        foreach (Node node in graph.Nodes.Skip(start.Index + 1))
        {
            Compute(node, buffers);
            if (wanted(node.Name)) visit!(node.Name, buffers.Read(node.Index));
            buffers.Used(node.Inputs);
        }
        return buffers.Read(graph.Nodes.Count - 1).MoveToOuterDisposeScope();
    }

    private void Compute(Node node, ForwardBuffers buffers)
    {
        switch (node.Operation)
        {
            case Operation.Convolution convolution:
                buffers.Set(node, convolutions.Run(buffers.Read(node.Inputs[0]), node.Weights, convolution));
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
            case Operation.Dense when node.Shape.Length == 1:
                Tensor weight = weights[$"{node.Weights}.weight"], bias = weights[$"{node.Weights}.bias"];
                buffers.Set(node, addmm(bias, buffers.Read(node.Inputs[0]), weight.t(), 1, 1));
                break;
            case Operation.SelfAttention:
                buffers.Set(node, Attend(node, buffers.Read(node.Inputs[0])));
                break;
            default:
                buffers.Set(node, LibtorchOperations.Compute(node, [.. node.Inputs.Select(buffers.Read)], name => weights[name]));
                break;
        }
    }

    private unsafe Tensor Attend(Node node, Tensor x)
    {
        int heads = ((Operation.SelfAttention)node.Operation).Heads;
        var shape = new AttentionShape(node.Shape[0], heads, node.Shape[1] / heads);
        Tensor Named(string name) => weights[$"{node.Weights}.{name}"];
        Tensor all = nn.functional.linear(x, Named("in_proj_weight"), Named("in_proj_bias")), mixed = empty_like(x);
        AttentionKernels<float, Fp32>.Forward(TensorMemory.Pointer<float>(all), TensorMemory.Pointer<float>(mixed), null, (int)x.shape[0],
            shape);
        all.Dispose();
        return nn.functional.linear(mixed, Named("out_proj.weight"), Named("out_proj.bias"));
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
