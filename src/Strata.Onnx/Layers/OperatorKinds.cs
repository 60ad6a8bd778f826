using Strata.Onnx.Graphs;

namespace Strata.Onnx.Layers;

/// <summary>What an operator's output is called as a layer, and whether it is one of those that are compared where nothing else is asked.
/// </summary>
internal static class OperatorKinds
{
    private static readonly Dictionary<string, string> s_main = new()
    {
        ["Conv"] = "conv",
        ["ConvTranspose"] = "conv",
        ["MatMul"] = "matmul",
        ["Gemm"] = "dense",
        ["Einsum"] = "matmul",
        ["Attention"] = "attention",
        ["BatchNormalization"] = "bn",
        ["LayerNormalization"] = "ln",
        ["InstanceNormalization"] = "norm",
        ["GroupNormalization"] = "norm",
        ["RMSNormalization"] = "norm",
        ["LpNormalization"] = "norm",
        ["MeanVarianceNormalization"] = "norm",
        ["LRN"] = "norm",
        ["Add"] = "add",
        ["Sum"] = "add",
        ["Relu"] = "relu",
        ["Gelu"] = "gelu",
        ["Swish"] = "silu",
        ["HardSwish"] = "hardswish",
        ["Mish"] = "mish",
        ["Sigmoid"] = "sigmoid",
        ["HardSigmoid"] = "hardsigmoid",
        ["Tanh"] = "tanh",
        ["Softmax"] = "softmax",
        ["LogSoftmax"] = "softmax",
        ["Clip"] = "clip",
        ["LeakyRelu"] = "leakyrelu",
        ["PRelu"] = "prelu",
        ["ThresholdedRelu"] = "relu",
        ["Elu"] = "elu",
        ["Selu"] = "selu",
        ["Celu"] = "celu",
        ["Softplus"] = "softplus",
        ["Softsign"] = "softsign",
    };

    private static readonly Dictionary<string, string> s_others = new()
    {
        ["MaxPool"] = "maxpool",
        ["AveragePool"] = "pool",
        ["GlobalAveragePool"] = "pool",
        ["GlobalMaxPool"] = "maxpool",
    };

    /// <summary>Strata's word where it has one; else the operator's in small letters, such as <c>transpose</c>.</summary>
    public static string Of(GraphNode node)
        => s_main.GetValueOrDefault(node.Operator) ?? s_others.GetValueOrDefault(node.Operator)
#pragma warning disable CA1308 // Not for a comparison: kinds are small letters.
        ?? node.Operator.ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>Convolutions, matrix products, norms, activations, additions.</summary>
    public static bool IsMain(GraphNode node) => s_main.ContainsKey(node.Operator);
}
