using Strata.Engine.Kernels;
using Strata.Models.Graph;
using Strata.Processor;

namespace Strata.Engine;

/// <summary>
/// Bytes that computing a network takes at most, weights included, by the lives of its buffers in order of execution: what
/// <see cref="ForwardBuffers"/> and <see cref="TrainingPass{T, TElement}"/> hold at a time. Nothing is computed but sizes.
/// </summary>
public static class NetworkMemory
{
    /// <summary>.NET, libtorch and what they hold for themselves.</summary>
    public const long Process = 350_000_000;

    /// <summary>Of neighbourhoods, where convolutions are matrix products.</summary>
    private const long Neighbourhoods = 64L << 20;

    /// <summary>Numbers that Winograd's transform makes of a 3×3 kernel.</summary>
    private const long Transformed = 16;

    /// <summary>
    /// glibc keeps blocks below this size in one heap (<see cref="Runtime.NativeEnvironment"/>), where what lasts between what comes and
    /// goes leaves holes: 2.5 times the bytes of such blocks, up to 400 MB, came closest to what was measured (docs/performance/why.md).
    /// </summary>
    private const long Mapped = 32 << 20, MostHoles = 400_000_000;

    private const double Holes = 2.5;

    /// <summary>A forward pass in inference, in fp32, of so many images at once.</summary>
    public static long OfPass(NetworkGraph graph, int batch)
    {
        ArgumentNullException.ThrowIfNull(graph);
        NetworkGraph inference = graph.InInference();
        return sizeof(float) * graph.Parameters.Sum(parameter => parameter.Count) + Fixed(inference) + PassBytes(inference, batch);
    }

    /// <summary>Training by steps of so many images, and the passes that evaluate it.</summary>
    /// <param name="bf16">Whether convolutions and matrix products run in bf16; else all is fp32.</param>
    /// <param name="moments">Numbers that the optimizer keeps of every weight.</param>
    /// <param name="evaluated">Images of an evaluation's pass; 0: there is none.</param>
    /// <param name="threads">That compute.</param>
    public static long OfTraining(NetworkGraph graph, int batch, bool bf16, int moments, int evaluated, int threads)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var step = new StepBuffers(graph, bf16);
        long learned = graph.Parameters.Where(parameter => parameter.Trainable).Sum(parameter => parameter.Count);
        long working = bf16 ? graph.Nodes.Where(IsProduct).SelectMany(graph.ParametersOf).Sum(parameter => parameter.Count) : 0;
        // A copy to compute with, and for convolutions one in their kernel's order.
        long weights = sizeof(float) * graph.Parameters.Sum(parameter => parameter.Count) + sizeof(float) * (1 + moments) * learned
            + 2 * sizeof(ushort) * working + (bf16 ? 0 : TransformedBytes(graph, kinds: 2)) + Fixed(graph)
            + SumsBytes(graph, bf16, threads);
        long evaluation = evaluated == 0 ? 0 : step.Lasting * batch + PassBytes(graph.InInference(), evaluated);
        return weights + Math.Max(WithHoles(step.Peak, step.Blocks, batch), evaluation);
    }

    private static long PassBytes(NetworkGraph inference, int batch)
        => TransformedBytes(inference, kinds: 1)
        + WithHoles(sizeof(float) * PassNumbers(inference), inference.Nodes.Select(node => sizeof(float) * node.Features), batch);

    /// <param name="most">Bytes per image at a time.</param>
    /// <param name="blocks">Bytes per image of each buffer.</param>
    private static long WithHoles(long most, IEnumerable<long> blocks, int batch)
    {
        long held = most * batch, small = blocks.Select(block => block * batch).Where(block => block < Mapped).Sum();
        return held + Math.Min(MostHoles, (long)(Holes * Math.Min(held, small)));
    }

    private static bool IsProduct(Node node) => node.Operation is Operation.Convolution or Operation.SelfAttention
        || node.Operation is Operation.Dense && node.Shape.Length > 1;

    /// <summary>Weights as Winograd's convolutions take them.</summary>
    /// <param name="kinds">2: also those of the input's gradient.</param>
    private static long TransformedBytes(NetworkGraph graph, int kinds)
        => graph.Nodes.Sum(node => node.Operation is Operation.Convolution convolution
            && InferenceConvolutions.Problem(convolution, Channels(graph, node)) is null
            ? kinds * sizeof(float) * Transformed * Channels(graph, node) * convolution.Filters : 0);

    /// <summary>What our kernels sum weight gradients in; it lies there for the largest convolution.</summary>
    private static long SumsBytes(NetworkGraph graph, bool bf16, int threads)
    {
        long Numbers(Node node)
        {
            if (node.Operation is not Operation.Convolution convolution) return 0;
            int[] input = graph.Nodes[node.Inputs[0]].Shape;
            var shape = new ConvolutionShape(input[0], convolution.Filters, input[1], input[2], convolution.Size, convolution.Stride);
            return !Convolution.SumsWeights(convolution, shape, bf16) ? 0 : (long)shape.In * shape.Out
                * (bf16 ? WeightGradient.Copies(shape.Out, threads) * shape.Size * shape.Size : threads * Transformed);
        }
        return sizeof(float) * graph.Nodes.Max(Numbers);
    }

    private static int Channels(NetworkGraph graph, Node node) => graph.Nodes[node.Inputs[0]].Shape[0];

    /// <summary>What does not grow with the batch.</summary>
    private static long Fixed(NetworkGraph graph)
        => CpuFeatures.HidesCaches && graph.Nodes.Any(node => node.Operation is Operation.Convolution) ? Neighbourhoods : 0;

    /// <summary>Numbers per image that <see cref="ForwardBuffers"/> hold at most.</summary>
    private static long PassNumbers(NetworkGraph graph)
    {
        int[] uses = [.. graph.Nodes.Select(node => graph.ConsumersOf(node).Count)];
        long[] held = new long[uses.Length];
        // The images stay their owner's.
        uses[0]++;
        long live = held[0] = graph.Nodes[0].Features, most = live;
        foreach (Node node in graph.Nodes.Skip(1))
        {
            int own = node.Operation switch
            {
                Operation.BatchNorm or Operation.Relu or Operation.Flatten => node.Inputs[0],
                Operation.Addition => uses[node.Inputs[0]] == 1 ? node.Inputs[0] : node.Inputs[1],
                _ => -1,
            };
            if (own >= 0 && uses[own] == 1) (held[node.Index], held[own]) = (held[own], 0);
            else live += held[node.Index] = node.Features;
            most = Math.Max(most, live + PassScratch(graph, node));
            foreach (int input in node.Inputs)
            {
                if (--uses[input] > 0) continue;
                live -= held[input];
                held[input] = 0;
            }
        }
        return most;
    }

    /// <summary>Numbers per image that an operation takes beside its inputs and its output.</summary>
    private static long PassScratch(NetworkGraph graph, Node node) => node.Operation switch
    {
        // Padded, or in an order of its own.
        Operation.Convolution convolution when InferenceConvolutions.Problem(convolution, Channels(graph, node)) is not null
            => graph.Nodes[node.Inputs[0]].Features,
        // Queries, keys and values, what they give, and that with heads and tokens in their places.
        Operation.SelfAttention => 5 * node.Features,
        _ => 0,
    };

    /// <summary>Bytes per image that the operators of a training keep.</summary>
    private sealed class StepBuffers
    {
        private readonly NetworkGraph _graph;
        private readonly bool _bf16;

        /// <summary>By node: bytes of a number of its output.</summary>
        private readonly int[] _size;

        public StepBuffers(NetworkGraph graph, bool bf16)
        {
            (_graph, _bf16) = (graph, bf16);
            _size = new int[graph.Nodes.Count];
            foreach (Node node in graph.Nodes) _size[node.Index] = SizeOf(node);
            NormPattern[] patterns = [.. graph.Nodes.Select(node => NormPattern.Of(graph, node)).OfType<NormPattern>()];
            var ends = patterns.ToDictionary(pattern => pattern.End.Index);
            Simulate(ends, [.. patterns.SelectMany(pattern => new[] { pattern.Norm, pattern.Addition }).OfType<Node>()
                .Select(node => node.Index).Except(ends.Keys)]);
        }

        /// <summary>The most at a time.</summary>
        public long Peak { get; private set; }

        /// <summary>Each buffer that waits for the backward pass.</summary>
        public IReadOnlyList<long> Blocks { get; private set; } = [];

        /// <summary>What lies there from step to step.</summary>
        public long Lasting { get; private set; }

        private int Product => _bf16 ? sizeof(ushort) : sizeof(float);

        private long Bytes(int node) => _graph.Nodes[node].Features * _size[node];

        /// <summary>
        /// Matrix products give the format of their kernel, norms and positions of tokens fp32, all else that of its inputs.
        /// </summary>
        private int SizeOf(Node node) => node.Operation switch
        {
            Operation.Input => Product,
            Operation.LayerNorm or Operation.Positions => sizeof(float),
            Operation.Dense when node.Shape.Length == 1 => sizeof(float),
            Operation.Flatten when _graph.Nodes[node.Inputs[0]].Operation is Operation.AveragePool => sizeof(float),
            _ when IsProduct(node) => Product,
            _ => node.Inputs.Max(input => _size[input]),
        };

        /// <param name="ends">Batch norms and what runs as one with them, by the index of the last.</param>
        /// <param name="within">Indices of what runs as one with a later node.</param>
        private void Simulate(Dictionary<int, NormPattern> ends, HashSet<int> within)
        {
            Node[] steps = [.. _graph.Nodes.Where(node => node.Operation is not Operation.Input && !within.Contains(node.Index))];
            // Every output waits for the backward pass, since what takes it needs it there.
            long[] kept = new long[_size.Length], gradients = new long[_size.Length];
            long live = kept[0] = Bytes(0) + _graph.Nodes[0].Features * sizeof(float);
            foreach (Node node in steps)
            {
                live += kept[node.Index] = Bytes(node.Index) + (ends.ContainsKey(node.Index) ? 0 : Extra(node));
                Peak = Math.Max(Peak, live + ForwardScratch(node));
                if (ends.ContainsKey(node.Index)) Lasting += Bytes(node.Index);
            }
            Blocks = [.. kept];
            live += gradients[steps[^1].Index] = Bytes(steps[^1].Index);
            foreach (Node node in Enumerable.Reverse(steps))
            {
                if (ends.TryGetValue(node.Index, out NormPattern? pattern))
                {
                    // The input's memory becomes that of its gradient, the output's gradient that of the shortcut.
                    int input = pattern.Convolution.Index;
                    (gradients[input], kept[input]) = (kept[input], 0);
                    if (pattern.Shortcut is { } shortcut) gradients[shortcut.Index] += Bytes(node.Index);
                    Peak = Math.Max(Peak, live);
                    live -= gradients[node.Index] - (pattern.Shortcut is null ? 0 : Bytes(node.Index));
                    continue;
                }
                long toInputs = 0;
                foreach (int input in node.Inputs.Where(input => _graph.Nodes[input].Operation is not Operation.Input))
                {
                    gradients[input] += Bytes(input);
                    toInputs += Bytes(input);
                }
                live += toInputs;
                Peak = Math.Max(Peak, live + BackwardScratch(node));
                live -= gradients[node.Index] + kept[node.Index];
            }
        }

        /// <summary>What is kept of an operation beside its inputs and its output.</summary>
        private long Extra(Node node)
        {
            Node input = _graph.Nodes[node.Inputs[0]];
            long converted = _size[input.Index] != _size[node.Index] ? input.Features * _size[node.Index] : 0;
            return node.Operation switch
            {
                Operation.LayerNorm or Operation.Dense => converted,
                // Queries, keys and values, and what they give.
                Operation.SelfAttention => converted + 4 * Bytes(node.Index),
                // Where each came from.
                Operation.MaxPool => node.Features * sizeof(long),
                Operation.Dropout { Rate: > 0 } => Bytes(node.Index),
                _ => 0,
            };
        }

        private long ForwardScratch(Node node) => node.Operation switch
        {
            Operation.Convolution => Bytes(node.Inputs[0]),
            // The mask, as it is drawn and as a tensor.
            Operation.Dropout { Rate: > 0 } => 2 * sizeof(float) * node.Features,
            _ => 0,
        };

        private long BackwardScratch(Node node) => node.Operation switch
        {
            // Sums are made in fp32.
            Operation.Convolution => _graph.Nodes[node.Inputs[0]].Features * sizeof(float),
            Operation.SelfAttention => 5 * Bytes(node.Index),
            _ => Bytes(node.Index),
        };
    }
}
