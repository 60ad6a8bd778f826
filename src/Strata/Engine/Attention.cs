using Strata.Engine.Kernels;
using Strata.Models.Graph;
using Strata.Processor;
using Strata.Runtime;
using Strata.Optimizers;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>Self-attention in training, [n, tokens, width] → the same, with its two dense layers.</summary>
internal sealed unsafe class Attention<T, TElement> : ITrainingOperator where T : unmanaged where TElement : IElement<T>
{
    private readonly TokenDense _into, _outOf;
    private readonly AttentionShape _shape;
    private Tensor? _all, _mixed, _logarithms;

    /// <param name="weightGradient">Shared by the operators of a network, for its memory; the caller's.</param>
    public Attention(Optimizer optimizer, Node node, ScalarType type, WeightGradient weightGradient)
    {
        int heads = ((Operation.SelfAttention)node.Operation).Heads;
        _shape = new(node.Shape[0], heads, node.Shape[1] / heads);
        _into = new(optimizer, $"{node.Weights}.in_proj_weight", $"{node.Weights}.in_proj_bias", type, weightGradient);
        _outOf = new(optimizer, $"{node.Weights}.out_proj.weight", $"{node.Weights}.out_proj.bias", type, weightGradient);
    }

    /// <summary>Why it cannot run in this number format, or null.</summary>
    public static string? Problem(Node node, bool bf16)
        => TokenDense.Problem(node.Shape[1], 3 * node.Shape[1], node.Shape[0], bf16)
        ?? TokenDense.Problem(node.Shape[1], node.Shape[1], node.Shape[0], bf16);

    public Tensor Forward(Tensor[] inputs)
    {
        Free();
        _all = _into.Forward(inputs).DetachFromDisposeScope();
        long n = _all.shape[0];
        _mixed = empty([n, _shape.Tokens, _shape.Width], dtype: _all.dtype).DetachFromDisposeScope();
        _logarithms = empty([n, _shape.Heads, _shape.Tokens], dtype: ScalarType.Float32).DetachFromDisposeScope();
        AttentionKernels<T, TElement>.Forward(TensorMemory.Pointer<T>(_all), TensorMemory.Pointer<T>(_mixed),
            TensorMemory.Pointer<float>(_logarithms), (int)n, _shape);
        return _outOf.Forward([_mixed]);
    }

    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        using Tensor toMixed = _outOf.Backward(gradient, more)[0]!, toAll = empty_like(_all!);
        AttentionKernels<T, TElement>.Backward(TensorMemory.Pointer<T>(_all!), TensorMemory.Pointer<T>(_mixed!),
            TensorMemory.Pointer<float>(_logarithms!), TensorMemory.Pointer<T>(toMixed), TensorMemory.Pointer<T>(toAll),
            (int)_all!.shape[0], _shape);
        Free();
        return _into.Backward(toAll, null);
    }

    public void Dispose()
    {
        Free();
        _into.Dispose();
        _outOf.Dispose();
    }

    private void Free()
    {
        foreach (Tensor? kept in new[] { _all, _mixed, _logarithms }) kept?.Dispose();
        (_all, _mixed, _logarithms) = (null, null, null);
    }
}
