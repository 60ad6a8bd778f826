using System.Runtime.Intrinsics;
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
    /// <summary>Fewer numbers than this are not worth waking a second thread for.</summary>
    private const int MinimumShare = 1 << 15;

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

    /// <summary>v ← m·v + g + decay·w; w ← w − rate·v (PyTorch's SGD), and the working copy follows.</summary>
    public void Step(float rate, float momentum)
    {
        if (_gradient is null) return;
        fixed (float* w = TensorMemory.Span<float>(_master), v = TensorMemory.Span<float>(Momentum),
            g = TensorMemory.Span<float>(_gradient))
        {
            // Pointers that a lambda may hold; the tensors live until the end of this method.
            float* weights = w, velocity = v, gradient = g;
            float decay = (float)_decay;
            ParallelRows.For((int)_master.NumberOfElements, MinimumShare, (_, first, end) =>
            {
                int i = first;
                for (; i + 16 <= end; i += 16)
                {
                    Vector512<float> old = Vector512.Load(weights + i),
                        next = Vector512.Load(velocity + i) * momentum + (Vector512.Load(gradient + i) + old * decay);
                    next.Store(velocity + i);
                    (old - next * rate).Store(weights + i);
                }
                for (; i < end; i++)
                {
                    velocity[i] = momentum * velocity[i] + (gradient[i] + decay * weights[i]);
                    weights[i] -= rate * velocity[i];
                }
            });
        }
        Refresh();
        _gradient.Dispose();
        _gradient = null;
    }

    /// <summary>Copies the master into the working format.</summary>
    public void Refresh()
    {
        if (Working.dtype == ScalarType.Float32) return;
        fixed (float* w = TensorMemory.Span<float>(_master))
        fixed (ushort* half = TensorMemory.Span<ushort>(Working))
        {
            float* from = w;
            ushort* to = half;
            ParallelRows.For((int)_master.NumberOfElements, MinimumShare, (_, first, end) =>
            {
                int i = first;
                for (; i + 16 <= end; i += 16) Bf16.Store(to + i, Vector512.Load(from + i));
                for (; i < end; i++) Bf16.Store1(to + i, from[i]);
            });
        }
    }

    public void Dispose()
    {
        _gradient?.Dispose();
        Working.Dispose();
        Momentum.Dispose();
    }
}
