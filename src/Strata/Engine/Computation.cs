using Strata.Models.Graph;
using Strata.Processor;

namespace Strata.Engine;

/// <summary>Who computes an operation here, and why nothing faster does.</summary>
/// <param name="By">Machine code, vectors of .NET, or libtorch; empty where there is nothing to compute.</param>
/// <param name="WhyNotFaster">Null where nothing faster is known.</param>
public sealed record Computation(string By, string? WhyNotFaster = null)
{
    private const string Vectors = "vectors", None = "";

    /// <summary>In inference, in fp32.</summary>
    public static Computation InInference(NetworkGraph graph, Node node)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        return node.Operation switch
        {
            Operation.Input or Operation.Dropout or Operation.StochasticDepth => new(None),
            Operation.Convolution convolution => InferenceConvolutions.Problem(convolution, Inputs(graph, node)[0]) is { } problem
                ? General(convolution, Inputs(graph, node), false, problem) : new("machine code (Winograd)"),
            Operation.BatchNorm or Operation.Addition or Operation.Relu => new(Vectors),
            Operation.Flatten => new(None),
            Operation.SelfAttention => Product(null, bf16: false, " and vectors"),
            _ => new("libtorch", NoKernel(node)),
        };
    }

    /// <summary>In training; what runs as one is told where it ends.</summary>
    public static Computation InTraining(NetworkGraph graph, Node node, bool bf16)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(node);
        NormPattern[] patterns = [.. graph.Nodes.Select(other => NormPattern.Of(graph, other)).OfType<NormPattern>()];
        if (patterns.Any(pattern => pattern.End == node)) return new(Vectors);
        if (patterns.FirstOrDefault(pattern => pattern.Norm == node || pattern.Addition == node) is { } with)
            return new($"with the {(with.End.Operation is Operation.Silu ? "SiLU" : "ReLU")} behind it");
        return node.Operation switch
        {
            Operation.Input or Operation.Flatten => new(None),
            Operation.Convolution convolution => Convolution.Problem(convolution, Inputs(graph, node), bf16) is { } problem
                ? General(convolution, Inputs(graph, node), bf16, problem) : new(bf16 ? "machine code (bf16)" : "machine code (Winograd)"),
            Operation.BatchNorm => new("libtorch (autograd)", "no convolution of its own is in front of it"),
            Operation.Relu or Operation.Silu or Operation.Gelu or Operation.Scaling => new(Vectors),
            Operation.AveragePool => graph.OnlyConsumerOf(node)?.Operation is Operation.Flatten ? new("libtorch", NoKernel(node))
                : new(Vectors),
            Operation.Addition => new("libtorch", NoKernel(node)),
            Operation.Dense when node.Shape.Length == 1 => new("libtorch", NoKernel(node)),
            Operation.Dense => Product(TokenDense.Problem(graph, node, bf16), bf16, ""),
            Operation.SelfAttention => Product(Attention<float, Fp32>.Problem(node, bf16), bf16, " and vectors"),
            _ => new("libtorch (autograd)", NoKernel(node)),
        };
    }

    private static Computation Product(string? problem, bool bf16, string rest)
        => problem is not null ? new("libtorch (autograd)", problem)
            : bf16 ? new($"machine code (bf16){rest}") : new($"libtorch{rest}", "nothing here is made for matrix products in fp32");

    private static Computation General(Operation.Convolution convolution, int[] input, bool bf16, string problem)
        => convolution.Groups == input[0] && convolution.Filters == input[0] ? new(Vectors, problem)
            : MatrixConvolution.IsNeeded(input[1], input[2], convolution, bf16) ? new("libtorch (matrix products)", problem)
            : new("libtorch", problem);

    private static int[] Inputs(NetworkGraph graph, Node node) => graph.Nodes[node.Inputs[0]].Shape;

    private static string NoKernel(Node node) => $"nothing here is made for {node.Operation.GetType().Name}";
}
