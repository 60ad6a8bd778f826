using Strata.Models;
using Strata.Models.Graph;
using Strata.Training.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>
/// A network in training. Forward and backward passes follow its graph instead of being recorded: every activation has one owner and is
/// freed as soon as its gradient is known, and batch norm, addition and ReLU run as one.
/// </summary>
internal sealed class TrainingPass<T, TElement> : ITrainingPass where T : unmanaged where TElement : IElement<T>
{
    private readonly NetworkGraph _graph;
    private readonly WeightGradient _weightGradient = new();
    private readonly List<Step> _steps = [];

    /// <summary>By the index of a node whose output nobody keeps: the last step that takes it.</summary>
    private readonly Step?[] _freedBy;

    public TrainingPass(NetworkWeights weights, Optimizer optimizer, ScalarType type, RunningAverage average)
    {
        _graph = weights.Spec.Graph;
        // A batch norm is computed where what runs as one with it ends.
        var ends = new Dictionary<Node, Node>();
        foreach (Node node in _graph.Nodes)
        {
            switch (node.Operation)
            {
                case Operation.Input or Operation.Flatten:
                    break;
                case Operation.Convolution convolution:
                    bool normalized = _graph.ConsumersOf(node).All(next => _graph.Nodes[next].Operation is Operation.BatchNorm);
                    bool first = _graph.Nodes[node.Inputs[0]].Operation is Operation.Input;
                    Add(new Convolution(optimizer, weights, node.Weights, type, convolution.Stride, _weightGradient, !normalized, !first),
                        node, node.Inputs);
                    break;
                case Operation.BatchNorm norm:
                    Node source = _graph.Nodes[node.Inputs[0]], next = Next(node);
                    IReadOnlyList<int> inputs = node.Inputs;
                    if (next.Operation is Operation.Addition)
                    {
                        inputs = [source.Index, next.Inputs.Single(input => input != node.Index)];
                        next = Next(next);
                    }
                    // It works in the memory of its input.
                    if (next.Operation is not Operation.Relu || Next(source) != node) throw Unknown(node);
                    Add(new BatchNormRelu<T, TElement>(optimizer, weights, node.Weights, $"{source.Weights}.bias", average, norm.Epsilon),
                        next, inputs);
                    ends[next] = node;
                    break;
                case Operation.Addition when ends.ContainsKey(Next(node)):
                case Operation.Relu when ends.ContainsKey(node):
                    break;
                case Operation.Relu:
                    Add(new Rectifier(), node, node.Inputs);
                    break;
                case Operation.AveragePool:
                    Add(new AveragePool(), Next(node) is { Operation: Operation.Flatten } flat ? flat : throw Unknown(node), node.Inputs);
                    break;
                case Operation.Dense:
                    Add(new Dense(optimizer, node.Weights), node, node.Inputs);
                    break;
                default:
                    throw Unknown(node);
            }
        }
        _freedBy = new Step?[_graph.Nodes.Count];
        foreach (Step step in _steps.Where(step => step.Operator.PassesOutput))
        {
            Step last = _steps.Last(next => next.Inputs.Contains(step.Output));
            if (!last.Operator.TakesInput || last.Inputs[0] != step.Output) _freedBy[step.Output] = last;
        }
    }

    public Tensor Forward(Tensor images)
    {
        var values = new Tensor?[_graph.Nodes.Count];
        values[0] = images;
        foreach (Step step in _steps)
        {
            values[step.Output] = step.Operator.Forward([.. step.Inputs.Select(input => values[input]!)]);
            foreach (int input in step.Inputs)
                if (_freedBy[input] == step) values[input]!.Dispose();
        }
        return values[_steps[^1].Output]!;
    }

    public void Backward(Tensor gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        var gradients = new Queue<Tensor>[_graph.Nodes.Count];
        for (int node = 0; node < gradients.Length; node++) gradients[node] = new();
        gradients[_steps[^1].Output].Enqueue(gradient.alias());
        foreach (Step step in Enumerable.Reverse(_steps))
        {
            Queue<Tensor> given = gradients[step.Output];
            while (given.Count > 2)
            {
                using Tensor one = given.Dequeue(), other = given.Dequeue();
                given.Enqueue(one + other);
            }
            Tensor first = given.Dequeue();
            using Tensor? second = given.Count > 0 ? given.Dequeue() : null;
            Tensor?[] results = step.Operator.Backward(first, second);
            for (int i = 0; i < results.Length; i++)
                if (results[i] is { } result) gradients[step.Inputs[i]].Enqueue(result);
            // By reference: TorchSharp compares numbers, and tensors with NaN are not even like themselves.
            if (!Array.Exists(results, result => ReferenceEquals(result, first))) first.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (Step step in _steps) step.Operator.Dispose();
        _weightGradient.Dispose();
    }

    private void Add(ITrainingOperator computes, Node output, IReadOnlyList<int> inputs)
        => _steps.Add(new(computes, output.Index, [.. inputs]));

    private Node Next(Node node) => _graph.OnlyConsumerOf(node) ?? throw Unknown(node);

    private static InvalidOperationException Unknown(Node node)
        => new($"{node.Name}: nothing trains {node.Operation.GetType().Name} where it stands");

    /// <param name="Output">Index of the node whose output this gives.</param>
    /// <param name="Inputs">Indices of the nodes whose outputs it takes.</param>
    private sealed record Step(ITrainingOperator Operator, int Output, int[] Inputs);
}
