using System.Runtime.Intrinsics;
using Strata.Processor;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Optimizers;

/// <summary>
/// One trainable tensor: its fp32 master (owned by the network's weights), what the optimizer keeps of it, its gradient of this step, and
/// the copy that the network computes with, which is the master itself in fp32.
/// </summary>
internal sealed unsafe class OptimizedParameter : IDisposable
{
    /// <summary>Fewer numbers than this are not worth waking a second thread for.</summary>
    public const int MinimumShare = 1 << 15;

    /// <param name="moments">How many numbers the optimizer keeps of every one.</param>
    public OptimizedParameter(string name, Tensor master, float decay, ScalarType type, int moments)
    {
        (Name, Master, Decay) = (name, master, decay);
        Working = type == ScalarType.Float32 ? master.alias().DetachFromDisposeScope() : master.to(type).DetachFromDisposeScope();
        Moments = [.. Enumerable.Range(0, moments).Select(_ => torch.zeros_like(master).DetachFromDisposeScope())];
    }

    public string Name { get; }

    public Tensor Working { get; }

    public Tensor Master { get; }

    /// <summary>Of weights, in PyTorch's sense.</summary>
    public float Decay { get; }

    /// <summary>Each of the master's shape, in the order of <see cref="Optimizer.Moments"/>.</summary>
    public IReadOnlyList<Tensor> Moments { get; }

    /// <summary>In fp32; null before the backward pass.</summary>
    public Tensor? Gradient { get; private set; }

    /// <summary>Takes over a gradient of the same shape, in fp32 or the working format.</summary>
    public void SetGradient(Tensor gradient)
    {
        Gradient?.Dispose();
        using Tensor single = gradient.to(ScalarType.Float32);
        Gradient = single.contiguous().DetachFromDisposeScope();
    }

    /// <summary>The weights have moved: the working copy follows, and the gradient has done its work.</summary>
    public void EndStep()
    {
        Refresh();
        Gradient?.Dispose();
        Gradient = null;
    }

    /// <summary>Copies the master into the working format.</summary>
    public void Refresh()
    {
        if (Working.dtype == ScalarType.Float32) return;
        fixed (float* w = TensorMemory.Span<float>(Master))
        fixed (ushort* half = TensorMemory.Span<ushort>(Working))
        {
            float* from = w;
            ushort* to = half;
            ParallelRows.For((int)Master.NumberOfElements, MinimumShare, (_, first, end) =>
            {
                int i = first;
                for (; i + 16 <= end; i += 16) Bf16.Store(to + i, Vector512.Load(from + i));
                for (; i < end; i++) Bf16.Store1(to + i, from[i]);
            });
        }
    }

    public void Dispose()
    {
        Gradient?.Dispose();
        Working.Dispose();
        foreach (Tensor moment in Moments) moment.Dispose();
    }
}
