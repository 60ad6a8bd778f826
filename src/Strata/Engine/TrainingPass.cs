using Strata.Engine.Kernels;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Optimizers;
using Strata.Processor;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// A network in training. Forward and backward passes follow its graph instead of being recorded: every activation has one owner and is
/// freed as soon as its gradient is known, and batch norm, addition and ReLU run as one. What nothing here is made for, libtorch computes.
/// </summary>
internal sealed class TrainingPass<T, TElement> : ITrainingPass where T : unmanaged where TElement : IElement<T>
{
    private readonly NetworkGraph _graph;
    private readonly WeightGradients _weightGradients = new();
    private readonly List<Step> _steps = [];

    /// <summary>By the index of a node whose output nobody keeps: the last step that takes it.</summary>
    private readonly Step?[] _freedBy;

    public TrainingPass(NetworkWeights weights, Optimizer optimizer, ScalarType type, TrainingMode mode)
    {
        _graph = weights.Spec.Graph;
        bool bf16 = type == ScalarType.BFloat16;
        NormPattern[] patterns = [.. _graph.Nodes.Select(node => NormPattern.Of(_graph, node)).OfType<NormPattern>()];
        // A batch norm is computed where what runs as one with it ends.
        var ends = patterns.ToDictionary(pattern => pattern.End.Index);
        HashSet<int> within = [.. patterns.SelectMany(pattern => new[] { pattern.Norm, pattern.Addition })
            .OfType<Node>().Select(node => node.Index).Except(ends.Keys)];
        HashSet<int> normalized = [.. patterns.Select(pattern => pattern.Convolution.Index)];
        foreach (Node node in _graph.Nodes.Where(node => node.Operation is not Operation.Input && !within.Contains(node.Index)))
        {
            if (ends.TryGetValue(node.Index, out NormPattern? pattern))
            {
                int[] inputs = pattern.Shortcut is { } shortcut ? [pattern.Convolution.Index, shortcut.Index] : [pattern.Convolution.Index];
                _steps.Add(new(Normalization(pattern, optimizer, weights, mode.Average), node.Index, inputs));
                continue;
            }
            switch (node.Operation)
            {
                case Operation.Convolution:
                    bool first = _graph.Nodes[node.Inputs[0]].Operation is Operation.Input;
                    Add(new Convolution(optimizer, node, type, _weightGradients, !normalized.Contains(node.Index), !first), node);
                    break;
                case Operation.AveragePool when _graph.OnlyConsumerOf(node) is { Operation: Operation.Flatten } flat:
                    _steps.Add(new(new AveragePool(), flat.Index, [.. node.Inputs]));
                    break;
                case Operation.Flatten when _graph.Nodes[node.Inputs[0]] is { Operation: Operation.AveragePool } pool
                    && _graph.OnlyConsumerOf(pool) == node:
                    break;
                case Operation.Dense when node.Shape.Length == 1:
                    Add(new Dense(optimizer, node.Weights), node);
                    break;
                case Operation.Dense when TokenDense.Problem(_graph, node, bf16) is null:
                    Add(new TokenDense(optimizer, $"{node.Weights}.weight", $"{node.Weights}.bias", type, _weightGradients.Bf16), node);
                    break;
                case Operation.SelfAttention when Attention<T, TElement>.Problem(node, bf16) is null:
                    Add(new Attention<T, TElement>(optimizer, node, type, _weightGradients.Bf16), node);
                    break;
                case Operation.AveragePool:
                    Add(new ChannelMean<T, TElement>(), node);
                    break;
                case Operation.Scaling:
                    Add(new Scaling<T, TElement>(), node);
                    break;
                case Operation.Addition:
                    Add(new Addition(), node);
                    break;
                case Operation.Relu:
                    Add(new Activation<T, TElement, ReluActivation>(), node);
                    break;
                case Operation.Silu:
                    Add(new Activation<T, TElement, SiluActivation>(), node);
                    break;
                case Operation.Gelu:
                    Add(new Activation<T, TElement, GeluActivation>(), node);
                    break;
                case Operation.Dropout or Operation.StochasticDepth when mode.Rate(node) <= 0:
                    Add(new Unchanged(), node);
                    break;
                default:
                    Add(new AutogradOperator(_graph, node, weights, optimizer, type, mode), node);
                    break;
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
                given.Enqueue(one.Plus(other));
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
        _weightGradients.Dispose();
    }

    private static ITrainingOperator Normalization(NormPattern pattern, Optimizer optimizer, NetworkWeights weights,
        RunningAverage average)
    {
        string? bias = pattern.Convolution.Operation is Operation.Convolution { Bias: true } ? $"{pattern.Convolution.Weights}.bias" : null;
        return pattern.End.Operation switch
        {
            Operation.Relu => new BatchNormActivation<T, TElement, ReluActivation>(optimizer, weights, pattern.Norm, bias, average),
            Operation.Silu => new BatchNormActivation<T, TElement, SiluActivation>(optimizer, weights, pattern.Norm, bias, average),
            _ => new BatchNormActivation<T, TElement, NoActivation>(optimizer, weights, pattern.Norm, bias, average),
        };
    }

    private void Add(ITrainingOperator computes, Node node) => _steps.Add(new(computes, node.Index, [.. node.Inputs]));

    /// <param name="Output">Index of the node whose output this gives.</param>
    /// <param name="Inputs">Indices of the nodes whose outputs it takes.</param>
    private sealed record Step(ITrainingOperator Operator, int Output, int[] Inputs);
}
