using Strata.Models;
using Strata.Models.Graph;
using Strata.Runtime;
using Strata.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>Any operation in training, by libtorch and its autograd: slower than what is made for a shape, never impossible.</summary>
internal sealed class AutogradOperator : ITrainingOperator
{
    private readonly Node _node;
    private readonly TrainingMode _mode;
    private readonly NetworkWeights _weights;
    private readonly Dictionary<string, OptimizedParameter> _parameters;
    private readonly Dictionary<string, Tensor> _leaves = [];
    private Tensor[] _inputs = [];
    private Tensor? _output;

    /// <param name="type">In which matrix products run; norms, tokens and positions stay in fp32.</param>
    public AutogradOperator(NetworkGraph graph, Node node, NetworkWeights weights, Optimizer optimizer, ScalarType type,
        TrainingMode mode)
    {
        (_node, _weights, _mode) = (node, weights, mode);
        bool products = node.Operation is Operation.Convolution or Operation.Dense or Operation.SelfAttention;
        _parameters = graph.ParametersOf(node).Where(parameter => parameter.Trainable)
            .ToDictionary(parameter => parameter.Name, parameter => optimizer.Add(parameter.Name, products ? type : ScalarType.Float32));
    }

    public Tensor Forward(Tensor[] inputs)
    {
        using IDisposable recorded = enable_grad();
        _inputs = [.. inputs.Select(input => input.detach().requires_grad_(true))];
        foreach ((string name, OptimizedParameter parameter) in _parameters)
            _leaves[name] = parameter.Working.detach().requires_grad_(true);
        using (DisposeScope scope = NewDisposeScope())
            _output = LibtorchOperations.Compute(_node, _inputs, Named, _mode).MoveToOuterDisposeScope();
        using Tensor plain = _output.detach();
        return InOrder(plain);
    }

    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        using (Tensor whole = more is null ? gradient.alias() : gradient.Plus(more))
        using (Tensor given = whole.to(_output!.dtype))
            _output.backward([given]);
        _output.Dispose();
        _output = null;
        foreach ((string name, OptimizedParameter parameter) in _parameters)
        {
            using Tensor leaf = _leaves[name], found = leaf.grad!;
            parameter.SetGradient(found);
        }
        _leaves.Clear();
        var results = new Tensor?[_inputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            using Tensor leaf = _inputs[i], found = leaf.grad!;
            results[i] = InOrder(found);
        }
        return results;
    }

    /// <summary>What learns as a leaf of this step's graph, running statistics as they are.</summary>
    private Tensor Named(string name) => _leaves.TryGetValue(name, out Tensor? leaf) ? leaf : _weights[name];

    /// <summary>Images channels-last, as everyone else takes them.</summary>
    private static Tensor InOrder(Tensor x) => x.dim() == 4 ? TensorMemory.ToChannelsLast(x) : x.contiguous();

    public void Dispose()
    {
        foreach (OptimizedParameter parameter in _parameters.Values) parameter.Dispose();
    }
}
