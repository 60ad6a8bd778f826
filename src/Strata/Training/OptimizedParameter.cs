using Strata.Runtime;
using Strata.Training.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Training;

/// <summary>
/// One trainable tensor: its fp32 master (owned by the network's weights), its momentum, its gradient of this step, and the copy that the
/// network computes with, which is the master itself in fp32.
/// </summary>
internal sealed unsafe class OptimizedParameter : IDisposable
{
    private readonly Tensor _master;
    private readonly double _decay;
    private Tensor? _gradient;

    internal Tensor? Gradient => _gradient;

    public OptimizedParameter(string name, Tensor master, double decay, ScalarType type)
    {
        (Name, _master, _decay) = (name, master, decay);
        Working = type == ScalarType.Float32 ? master.alias().DetachFromDisposeScope() : master.to(type).DetachFromDisposeScope();
        Momentum = torch.zeros_like(master).DetachFromDisposeScope();
    }

    public string Name { get; }

    public Tensor Working { get; }

    public Tensor Momentum { get; }

    /// <summary>Takes over a gradient of the same shape, in fp32 or the working format.</summary>
    public void SetGradient(Tensor gradient)
    {
        _gradient?.Dispose();
        using Tensor single = gradient.to(ScalarType.Float32);
        _gradient = single.contiguous().DetachFromDisposeScope();
    }

    /// <summary>v ← m·v + g + decay·w; w ← w − rate·v (PyTorch's SGD).</summary>
    public void Step(float rate, float momentum)
    {
        if (_gradient is null) return;
        Span<float> w = TensorMemory.Span<float>(_master), v = TensorMemory.Span<float>(Momentum), g = TensorMemory.Span<float>(_gradient);
        float decay = (float)_decay;
        for (int i = 0; i < w.Length; i++)
        {
            v[i] = momentum * v[i] + (g[i] + decay * w[i]);
            w[i] -= rate * v[i];
        }
        Refresh();
        _gradient.Dispose();
        _gradient = null;
    }

    /// <summary>Copies the master into the working format.</summary>
    public void Refresh()
    {
        if (Working.dtype == ScalarType.Float32) return;
        ReadOnlySpan<float> from = TensorMemory.Span<float>(_master);
        Span<ushort> to = TensorMemory.Span<ushort>(Working);
        fixed (ushort* low = to)
        {
            for (int i = 0; i < from.Length; i++) Bf16.Store1(low + i, from[i]);
        }
    }

    public void Dispose()
    {
        _gradient?.Dispose();
        Working.Dispose();
        Momentum.Dispose();
    }
}
