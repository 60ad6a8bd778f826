using Strata.Models.Graph;
using Strata.Runtime;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// The outputs of a forward pass that are still needed. Batch norm, addition and ReLU work in the memory of their input where nobody else
/// needs it, and wait for one another: a run of them that nobody looks at in between is one pass over memory.
/// </summary>
internal sealed unsafe class ForwardBuffers
{
    private readonly NetworkGraph _graph;
    private readonly Buffer?[] _buffers;
    private readonly int[] _uses;

    /// <param name="output">The start's output, float32 [n, ...]; whose memory it is keeps it.</param>
    public ForwardBuffers(NetworkGraph graph, Node start, Tensor output)
    {
        _graph = graph;
        _buffers = new Buffer?[graph.Nodes.Count];
        _uses = [.. graph.Nodes.Select(node => graph.ConsumersOf(node).Count)];
        _buffers[start.Index] = new(InOrder(output));
        // One use more than there are: neither freed nor overwritten here.
        _uses[start.Index]++;
    }

    /// <param name="output">Its own memory, or that of the node's input.</param>
    public void Set(Node node, Tensor output)
    {
        // What others still need must not be worked in by whoever takes this one.
        bool shared = node.Inputs.Any(input => _uses[input] > 1 && _buffers[input] is { } buffer && buffer.Holds(output));
        _buffers[node.Index] = new(InOrder(shared ? output.clone() : output));
    }

    /// <summary>A node's output, with nothing left to do to it.</summary>
    public Tensor Read(int node)
    {
        Buffer buffer = _buffers[node]!;
        buffer.Finish();
        return buffer.Tensor;
    }

    /// <summary>y = factor·x + offset by channel, of the node's input.</summary>
    public void Scale(Node node, (float[] Factors, float[] Offsets) by)
    {
        Buffer buffer = Take(node.Inputs[0]);
        buffer.Finish();
        (buffer.Factors, buffer.Offsets) = by;
        _buffers[node.Index] = buffer;
    }

    /// <summary>The sum of the node's inputs, in the memory of the one whose last use this is.</summary>
    public void Add(Node node)
    {
        int own = _uses[node.Inputs[0]] == 1 ? node.Inputs[0] : node.Inputs[1], other = node.Inputs[0] + node.Inputs[1] - own;
        Tensor added = Read(other);
        Buffer buffer = Take(own);
        if (buffer.Added is not null) buffer.Finish();
        buffer.Added = added;
        // Until it is added, its memory must stay.
        _uses[other]++;
        buffer.Finished += () => Used([other]);
        _buffers[node.Index] = buffer;
    }

    /// <summary>max(x, 0) of the node's input.</summary>
    public void Rectify(Node node)
    {
        Buffer buffer = Take(node.Inputs[0]);
        buffer.Rectify = true;
        buffer.Finish();
        _buffers[node.Index] = buffer;
    }

    /// <summary>Frees what no later node needs.</summary>
    public void Used(IReadOnlyList<int> nodes)
    {
        foreach (int node in nodes)
        {
            if (--_uses[node] > 0 || _buffers[node] is not { } buffer) continue;
            buffer.Tensor.Dispose();
            _buffers[node] = null;
        }
    }

    /// <summary>A node's memory to work in: its own where this is its last use, else a copy.</summary>
    private Buffer Take(int node)
    {
        Buffer buffer = _buffers[node]!;
        if (_uses[node] == 1)
        {
            _buffers[node] = null;
            return buffer;
        }
        buffer.Finish();
        return new(buffer.Tensor.clone());
    }

    /// <summary>Images channels-last, all else row by row, so that the last dimension lies together: [rows, channels].</summary>
    private static Tensor InOrder(Tensor x) => x.dim() == 4 ? TensorMemory.ToChannelsLast(x) : x.contiguous();

    /// <summary>A tensor and what is still to be done to it: x ← x·factor + offset, + added, then max(x, 0).</summary>
    private sealed class Buffer(Tensor tensor)
    {
        public Tensor Tensor => tensor;

        public bool Holds(Tensor output) => TensorMemory.Pointer<float>(output) == TensorMemory.Pointer<float>(tensor);

        public float[]? Factors { get; set; }
        public float[]? Offsets { get; set; }
        public Tensor? Added { get; set; }
        public bool Rectify { get; set; }

        /// <summary>Told once, when all is done.</summary>
        public event Action? Finished;

        public void Finish()
        {
            if (Factors is null && Added is null && !Rectify) return;
            int channels = (int)tensor.shape[tensor.dim() == 4 ? 1 : ^1];
            ChannelKernel.Apply(TensorMemory.Pointer<float>(tensor), tensor.NumberOfElements / channels, channels, Factors, Offsets,
                Added is null ? null : TensorMemory.Pointer<float>(Added), Rectify);
            (Factors, Offsets, Added, Rectify) = (null, null, null, false);
            Finished?.Invoke();
            Finished = null;
        }
    }
}
