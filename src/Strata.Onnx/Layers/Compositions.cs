using Strata.Onnx.Graphs;

namespace Strata.Onnx.Layers;

/// <summary>
/// Finds layer norms, activations and dense layers that are written as several operators, by what they compute and not by names,
/// which every exporter gives otherwise.
/// </summary>
internal sealed class Compositions(OnnxGraph graph)
{
    /// <summary>What a gate is computed by, and the activation that this tells, if any.</summary>
    private static readonly Dictionary<string, string?> s_gates = new()
    {
        ["Softplus"] = "mish",
        ["Sigmoid"] = "silu",
        ["Erf"] = "gelu",
        ["Tanh"] = "gelu",
        ["HardSigmoid"] = "hardswish",
        ["Clip"] = "hardswish",
        ["Pow"] = null,
        ["Add"] = null,
        ["Sub"] = null,
        ["Mul"] = null,
        ["Div"] = null,
        ["Cast"] = null,
        ["Identity"] = null,
    };

    /// <summary>All of them; one may be a piece of another.</summary>
    public IEnumerable<Composition> Find()
        => graph.Nodes.Select(node => node.Operator switch
        {
            "Div" => LayerNorm(node),
            "Mul" => LayerNorm(node) ?? Gated(node),
            "Add" => Dense(node),
            _ => null,
        }).OfType<Composition>();

    /// <summary>(x − mean x) / √(mean (x − mean x)² + ε), perhaps times a weight, perhaps plus another.</summary>
    private Composition? LayerNorm(GraphNode node)
    {
        if (node.Inputs is not [var left, var right]) return null;
        GraphNode? centred = Producer(left), spread = Producer(right);
        if (node.Operator == "Mul" && centred?.Operator != "Sub") (centred, spread) = (spread, centred);
        bool isRoot = node.Operator == "Div" ? spread?.Operator == "Sqrt"
            : spread is { Operator: "Reciprocal" or "Pow" } or { Operator: "Div" };
        if (!isRoot || centred is not { Operator: "Sub", Inputs: [var x, var mean] }
            || Producer(mean) is not { Operator: "ReduceMean", Inputs: [var averaged, ..] } || averaged != x) return null;
        IReadOnlySet<GraphNode> ways = graph.Between(x, node.Outputs[0]);
        if (ways.Count > 16 || ways.Count(way => way.Operator == "ReduceMean") < 2) return null;
        GraphNode last = node;
        foreach (string scaled in (string[])["Mul", "Add"])
            if (Next(last) is { } next && next.Operator == scaled && next.Inputs.Any(graph.IsConstant)) last = next;
        return new(last, "ln", Pieces(last, [.. ways, .. graph.Between(node.Outputs[0], last.Outputs[0])]));
    }

    /// <summary>x·g(x) with a g of each number by itself, perhaps times a scalar: SiLU, GELU and their like.</summary>
    private Composition? Gated(GraphNode node)
    {
        if (node.Inputs is not [var left, var right] || graph.IsConstant(left) || graph.IsConstant(right)) return null;
        foreach ((string factor, string gate) in new[] { (left, right), (right, left) })
        {
            string x = Unscaled(factor);
            IReadOnlySet<GraphNode> ways = graph.Between(x, gate);
            if (ways.Count is 0 or > 12 || !ways.All(way => IsOfOne(way, x, ways))) continue;
            string? kind = s_gates.FirstOrDefault(known => known.Value is not null && ways.Any(way => way.Operator == known.Key)).Value;
            if (kind is null) continue;
            GraphNode last = Next(node) is { Operator: "Mul" or "Div" } next && next.Inputs.Any(graph.IsScalar) ? next : node;
            return new(last, kind, Pieces(last, [.. ways, .. graph.Between(x, factor), node]));
        }
        return null;
    }

    /// <summary>A matrix product with weights, and the bias behind it.</summary>
    private Composition? Dense(GraphNode node)
        => node.Inputs is [var left, var right] && (graph.IsConstant(left) ? right : graph.IsConstant(right) ? left : null) is { } product
            && graph.ProducerOf(product) is { Operator: "MatMul" } matrix && matrix.Inputs.Any(graph.IsConstant) && Next(matrix) == node
            ? new(node, "dense", [matrix]) : null;

    private bool IsOfOne(GraphNode node, string x, IReadOnlySet<GraphNode> gate)
        => s_gates.ContainsKey(node.Operator) && node.Inputs.All(input => input == x || graph.IsScalar(input)
            || graph.ProducerOf(input) is { } producer && gate.Contains(producer));

    /// <summary>What a tensor is but for a scalar factor.</summary>
    private string Unscaled(string tensor)
        => graph.ProducerOf(tensor) is { Operator: "Mul" or "Div", Inputs: [var left, var right] }
            ? graph.IsScalar(right) ? left : graph.IsScalar(left) ? right : tensor : tensor;

    private GraphNode? Producer(string tensor)
        => graph.ProducerOf(tensor) is { Operator: "Cast" or "Identity", Inputs: [var same, ..] }
            ? graph.ProducerOf(same) : graph.ProducerOf(tensor);

    /// <summary>The only operator that takes what another gives.</summary>
    private GraphNode? Next(GraphNode node)
        => node.Outputs is [var output] && graph.ConsumersOf(output).ToArray() is [var only] ? only : null;

    private static GraphNode[] Pieces(GraphNode last, IEnumerable<GraphNode> nodes) => [.. nodes.Distinct().Where(node => node != last)];
}
