using global::Onnx;
using Strata.Onnx.Files;
using Strata.Runtime;

namespace Strata.Onnx.Graphs;

/// <summary>The operators of an ONNX file in order of execution, who gives and takes each tensor, and what depends on the images.</summary>
internal sealed class OnnxGraph
{
    /// <summary>Operators of one layer are no further from each other in the order of execution.</summary>
    private const int Near = 256;

    private readonly Dictionary<string, GraphNode> _producers = [];
    private readonly ILookup<string, GraphNode> _consumers;
    private readonly Dictionary<string, TensorProto> _weights = [];

    /// <summary>Tensors that follow from the input, if only from its shape; and those that follow from its numbers.</summary>
    private readonly HashSet<string> _dependent, _valued;

    private OnnxGraph(ValueInfoProto input, IReadOnlyList<GraphNode> nodes, IEnumerable<TensorProto> weights)
    {
        (Input, Nodes) = (input, nodes);
        foreach (GraphNode node in nodes)
            foreach (string output in node.Outputs) _producers[output] = node;
        foreach (TensorProto weight in weights) _weights[weight.Name] = weight;
        _consumers = nodes.SelectMany(node => node.Inputs.Distinct().Select(tensor => (tensor, node)))
            .ToLookup(edge => edge.tensor, edge => edge.node);
        (_dependent, _valued) = ([input.Name], [input.Name]);
        foreach (GraphNode node in nodes)
        {
            if (node.Inputs.Any(_dependent.Contains)) _dependent.UnionWith(node.Outputs);
            if (node.Operator is not ("Shape" or "Size") && node.Inputs.Any(_valued.Contains)) _valued.UnionWith(node.Outputs);
        }
    }

    /// <summary>The images.</summary>
    public ValueInfoProto Input { get; }

    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The numbers of all weights together.</summary>
    public long WeightCount => _weights.Values.Sum(weight => WeightTensor.Count(weight.Dims) ?? 0);

    /// <exception cref="InvalidFileException">A cycle, a tensor that nothing or that two operators give, not one input.</exception>
    public static OnnxGraph Of(OnnxFile file)
    {
        GraphProto graph = file.Proto.Graph;
        HashSet<string> weights = [.. graph.Initializer.Select(tensor => tensor.Name),
            .. graph.SparseInitializer.Select(tensor => tensor.Values?.Name ?? "")];
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => !weights.Contains(input.Name))];
        if (inputs.Length != 1)
            throw new InvalidFileException(file.Path, $"takes {inputs.Length} inputs"
                + (inputs.Length == 0 ? "" : $" ({string.Join(", ", inputs.Take(4).Select(input => Foreign.Quoted(input.Name)))})")
                + ", expected one, the images");
        NodeProto[] nodes = [.. graph.Node.Where(node => node.Output.Any(output => output.Length > 0))];
        return new(inputs[0], Order(file.Path, nodes, [.. weights, inputs[0].Name]), graph.Initializer);
    }

    public GraphNode? ProducerOf(string tensor) => _producers.GetValueOrDefault(tensor);

    public IEnumerable<GraphNode> ConsumersOf(string tensor) => _consumers[tensor];

    /// <summary>Whether it is the same whatever the images and their number are.</summary>
    public bool IsConstant(string tensor) => !_dependent.Contains(tensor);

    /// <summary>Whether it follows from the numbers of the images, and not from their shape alone.</summary>
    public bool IsOfImages(string tensor) => _valued.Contains(tensor);

    /// <summary>The shape of a weight or a constant; null where it is neither.</summary>
    public long[]? ShapeOf(string tensor)
    {
        // A function of the file's own may be called so and take nothing.
        while (ProducerOf(tensor) is { Operator: "Identity" or "Cast" or "DequantizeLinear", Inputs: [var same, ..] }) tensor = same;
        if (_weights.TryGetValue(tensor, out TensorProto? weight)) return [.. weight.Dims];
        return ProducerOf(tensor) is { Operator: "Constant" } constant
            && constant.Proto.Attribute.FirstOrDefault(a => a.Name == "value")?.T is { } value ? [.. value.Dims] : null;
    }

    /// <summary>Whether it is a constant of one number.</summary>
    public bool IsScalar(string tensor)
    {
        while (ProducerOf(tensor) is { Operator: "Identity" or "Cast", Inputs: [var same, ..] }) tensor = same;
        if (_weights.TryGetValue(tensor, out TensorProto? weight)) return WeightTensor.Count(weight.Dims) == 1;
        return ProducerOf(tensor) is { Operator: "Constant" } constant && constant.Proto.Attribute.Any(a
            => a.Name is "value_float" or "value_int" || a.Name == "value" && a.T is { } value && WeightTensor.Count(value.Dims) == 1);
    }

    /// <summary>
    /// The operators on the ways from one tensor to another, the last that gives it included; none where they are far from each other.
    /// </summary>
    public IReadOnlySet<GraphNode> Between(string from, string to)
    {
        var found = new HashSet<GraphNode>();
        if (from == to || ProducerOf(to) is not { } last) return found;
        HashSet<string> behind = [from], wanted = [to];
        for (int i = Math.Max(0, last.Index - Near); i <= last.Index; i++)
            if (Nodes[i].Inputs.Any(behind.Contains)) behind.UnionWith(Nodes[i].Outputs);
        for (int i = last.Index; i >= Math.Max(0, last.Index - Near); i--)
        {
            if (!Nodes[i].Outputs.Any(output => wanted.Contains(output) && behind.Contains(output))) continue;
            found.Add(Nodes[i]);
            wanted.UnionWith(Nodes[i].Inputs.Where(input => input != from));
        }
        return found;
    }

    /// <summary>In the order of the file where that is one of execution, as it must be; else sorted.</summary>
    private static List<GraphNode> Order(string path, NodeProto[] nodes, HashSet<string> known)
    {
        var producers = new Dictionary<string, int>();
        string[][] taken = [.. nodes.Select(node => Taken(node).Distinct().ToArray())];
        foreach (var (i, node) in nodes.Index())
            foreach (string output in node.Output.Where(output => output.Length > 0))
                if (known.Contains(output) || !producers.TryAdd(output, i))
                    throw new InvalidFileException(path, $"gives the tensor {Foreign.Quoted(output)} twice");
        int[] waits = new int[nodes.Length];
        var consumers = new List<int>[nodes.Length];
        for (int i = 0; i < nodes.Length; i++) consumers[i] = [];
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (string tensor in taken[i].Where(tensor => !known.Contains(tensor)))
            {
                if (!producers.TryGetValue(tensor, out int producer))
                    throw new InvalidFileException(path,
                        $"operator {Foreign.Quoted(NameOf(nodes[i]))} takes the tensor {Foreign.Quoted(tensor)}, which nothing gives");
                consumers[producer].Add(i);
                waits[i]++;
            }
        }
        SortedSet<int> ready = [.. Enumerable.Range(0, nodes.Length).Where(i => waits[i] == 0)];
        var ordered = new List<GraphNode>(nodes.Length);
        while (ready.Count > 0)
        {
            int next = ready.Min;
            ready.Remove(next);
            ordered.Add(new(ordered.Count, nodes[next], taken[next], [.. nodes[next].Output.Where(output => output.Length > 0)]));
            foreach (int consumer in consumers[next])
                if (--waits[consumer] == 0) ready.Add(consumer);
        }
        if (ordered.Count == nodes.Length) return ordered;
        int stuck = Array.FindIndex(waits, count => count > 0);
        throw new InvalidFileException(path, $"has operators in a cycle, among them {Foreign.Quoted(NameOf(nodes[stuck]))}");
    }

    private static string NameOf(NodeProto node) => node.Name.Length > 0 ? node.Name : node.OpType;

    private static IEnumerable<string> Taken(NodeProto node)
        => node.Input.Where(input => input.Length > 0).Concat(node.Attribute
            .SelectMany(attribute => (attribute.G is { } inner ? [inner] : Enumerable.Empty<GraphProto>()).Concat(attribute.Graphs))
            .SelectMany(Captured));

    /// <summary>What a graph inside an operator takes from around it.</summary>
    private static IEnumerable<string> Captured(GraphProto graph)
    {
        HashSet<string> own = [.. graph.Input.Select(input => input.Name), .. graph.Initializer.Select(tensor => tensor.Name),
            .. graph.Node.SelectMany(node => node.Output)];
        return graph.Node.SelectMany(Taken).Concat(graph.Output.Select(output => output.Name))
            .Where(tensor => tensor.Length > 0 && !own.Contains(tensor));
    }
}
