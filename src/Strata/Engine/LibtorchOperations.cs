using Strata.Models.Graph;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// Every operation in libtorch's own terms, forward: what stands in where nothing faster computes it, and, through autograd, the
/// definition of its gradient.
/// </summary>
internal static class LibtorchOperations
{
    /// <param name="node">Which operation.</param>
    /// <param name="inputs">[n, ...] each, in the order of the node's inputs.</param>
    /// <param name="tensor">The node's tensors by their whole names; matrix products run in the format of their kernel.</param>
    /// <param name="training">What holds in training; null in inference.</param>
    /// <returns>[n, ...] in the caller's scope; it may share memory with an input.</returns>
    public static Tensor Compute(Node node, IReadOnlyList<Tensor> inputs, Func<string, Tensor> tensor, TrainingMode? training = null)
    {
        Tensor x = inputs[0];
        Tensor Named(string name) => tensor(name.Length == 0 ? node.Weights : $"{node.Weights}.{name}");
        switch (node.Operation)
        {
            case Operation.Convolution { Stride: var stride, Groups: var groups, Pad: var padding } convolution:
                Tensor kernel = Named("weight");
                // In 64 bits libtorch has no convolutions but its own, which are right everywhere.
                return kernel.dtype != ScalarType.Float64
                    && MatrixConvolution.IsNeeded(x.shape[2], x.shape[3], convolution, kernel.dtype == ScalarType.BFloat16)
                    ? Unfolded(x.to(kernel.dtype), kernel, convolution.Bias ? Named("bias") : null, convolution)
                    : nn.functional.conv2d(x.to(kernel.dtype), kernel, convolution.Bias ? Named("bias") : null, strides: [stride, stride],
                        padding: [padding, padding], groups: groups);
            case Operation.BatchNorm { Epsilon: var epsilon }:
                return nn.functional.batch_norm(x, Named("running_mean"), Named("running_var"), Named("weight"), Named("bias"),
                    training is not null, training?.Average.Momentum ?? 0, epsilon);
            case Operation.LayerNorm { Epsilon: var epsilon }:
                return nn.functional.layer_norm(x.to(Named("weight").dtype), [x.shape[^1]], Named("weight"), Named("bias"), epsilon);
            case Operation.Relu:
                return nn.functional.relu(x);
            case Operation.Silu:
                return nn.functional.silu(x);
            case Operation.Gelu:
                return nn.functional.gelu(x);
            case Operation.Sigmoid:
                return x.sigmoid();
            case Operation.Addition:
                return x.Plus(inputs[1]);
            case Operation.Scaling:
                return x * inputs[1];
            case Operation.MaxPool { Size: var size, Stride: var stride, Padding: var padding }:
                return nn.functional.max_pool2d(x, [size, size], [stride, stride], [padding, padding]);
            case Operation.PaddedShortcut { Filters: var filters, Stride: var step }:
                long missing = filters - x.shape[1];
                return nn.functional.pad(x.slice(2, 0, x.shape[2], step).slice(3, 0, x.shape[3], step),
                    [0, 0, 0, 0, missing / 2, missing - missing / 2]);
            case Operation.AveragePool:
                return x.mean([2, 3], keepdim: true);
            case Operation.Flatten:
                return x.flatten(1);
            case Operation.Dense:
                Tensor weight = Named("weight");
                return nn.functional.linear(x.to(weight.dtype), weight, Named("bias"));
            case Operation.Tokens:
                return x.flatten(2).transpose(1, 2).contiguous();
            case Operation.ClassToken:
                Tensor token = Named("").to(x.dtype);
                return cat([token.expand(x.shape[0], 1, x.shape[2]), x], 1);
            case Operation.Positions:
                return x.Plus(Named(""));
            case Operation.SelfAttention { Heads: var heads }:
                return Attention(x, heads, Named);
            case Operation.FirstToken:
                return x.select(1, 0);
            case Operation.Dropout:
                return training is null ? x.alias() : training.Drop(node, x, x.shape);
            case Operation.StochasticDepth:
                long[] each = [x.shape[0], .. Enumerable.Repeat(1L, x.shape.Length - 1)];
                return training is null ? x.alias() : training.Drop(node, x, each);
            default:
                throw new InvalidOperationException($"{node.Name}: libtorch has nothing for {node.Operation.GetType().Name}");
        }
    }

    /// <summary>A convolution as a matrix product with every neighbourhood.</summary>
    private static Tensor Unfolded(Tensor x, Tensor kernel, Tensor? bias, Operation.Convolution convolution)
    {
        (long size, long stride, long pad, long groups) = (convolution.Size, convolution.Stride, convolution.Pad, convolution.Groups);
        long n = x.shape[0], filters = kernel.shape[0], down = (x.shape[2] + 2 * pad - size) / stride + 1,
            across = (x.shape[3] + 2 * pad - size) / stride + 1;
        Tensor patches = nn.functional.unfold(x.contiguous(), (size, size), padding: (pad, pad), stride: (stride, stride))
            .reshape(n, groups, -1, down * across);
        Tensor product = kernel.reshape(1, groups, filters / groups, -1).matmul(patches).reshape(n, filters, down, across);
        return bias is null ? product : product.Plus(bias.view(1, -1, 1, 1));
    }

    /// <param name="x">[n, tokens, features].</param>
    private static Tensor Attention(Tensor x, int heads, Func<string, Tensor> named)
    {
        (long n, long tokens, long width) = (x.shape[0], x.shape[1], x.shape[2]);
        Tensor kernel = named("in_proj_weight");
        Tensor all = nn.functional.linear(x.to(kernel.dtype), kernel, named("in_proj_bias"))
            .reshape(n, tokens, 3, heads, width / heads).permute(2, 0, 3, 1, 4);
        Tensor mixed = nn.functional.scaled_dot_product_attention(all.select(0, 0), all.select(0, 1), all.select(0, 2));
        return nn.functional.linear(mixed.transpose(1, 2).reshape(n, tokens, width), named("out_proj.weight"), named("out_proj.bias"));
    }
}
