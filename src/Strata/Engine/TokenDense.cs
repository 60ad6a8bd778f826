using Strata.Engine.Kernels;
using Strata.Models.Graph;
using Strata.Processor;
using Strata.Runtime;
using Strata.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Engine;

/// <summary>
/// A dense layer over tokens in training, [n, tokens, features] → [n, tokens, outputs]: a convolution of one pixel by our kernels in bf16,
/// a matrix product of libtorch's in fp32.
/// </summary>
internal sealed unsafe class TokenDense : ITrainingOperator
{
    private readonly OptimizedParameter _weight, _bias;
    private readonly WeightGradient _weightGradient;
    private readonly PackedWeights _packed = new();
    private Tensor? _input;

    /// <param name="weight">Name of the weights, [outputs, features].</param>
    /// <param name="bias">Name of the bias.</param>
    /// <param name="weightGradient">Shared by the operators of a network, for its memory; the caller's.</param>
    public TokenDense(Optimizer optimizer, string weight, string bias, ScalarType type, WeightGradient weightGradient)
    {
        (_weight, _bias) = (optimizer.Add(weight, type), optimizer.Add(bias, type));
        _weightGradient = weightGradient;
    }

    /// <summary>Why a node cannot run in this number format, or null.</summary>
    public static string? Problem(NetworkGraph graph, Node node, bool bf16)
        => Problem(graph.Nodes[node.Inputs[0]].Shape[^1], node.Shape[^1], node.Shape[0], bf16);

    /// <summary>The same by features of a token, outputs and tokens.</summary>
    public static string? Problem(int features, int outputs, int tokens, bool bf16)
    {
        if (!bf16) return null;
        ConvolutionShape shape = Shape(features, outputs, tokens);
        if (!CpuFeatures.Detect().HasFastBf16Pairs) return "the processor has no fast products of bf16 pairs";
        return ConvolutionKernel.Forward(shape) is null || ConvolutionKernel.InputGradient(shape) is null || !WeightGradient.Supports(shape)
            ? "no code was made for its features and outputs" : null;
    }

    public Tensor Forward(Tensor[] inputs)
    {
        _input?.Dispose();
        // Its own hold on the memory: whoever made it may let go of it.
        _input = inputs[0].to(_weight.Working.dtype).contiguous().alias().DetachFromDisposeScope();
        (long n, long tokens, long features) = (_input.shape[0], _input.shape[1], _input.shape[2]);
        long outputs = _weight.Working.shape[0];
        if (_input.dtype != ScalarType.BFloat16)
            return addmm(_bias.Working, _input.view(n * tokens, features), _weight.Working.t(), 1, 1).view(n, tokens, outputs);
        return Run(ConvolutionKernel.Forward(Shape(_input))!, _input, _bias.Working, outputs);
    }

    public Tensor?[] Backward(Tensor gradient, Tensor? more)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = _input!, g = (more is null ? gradient : gradient.Plus(more)).to(x.dtype).contiguous();
        (long n, long tokens, long features) = (x.shape[0], x.shape[1], x.shape[2]);
        long outputs = g.shape[2];
        Tensor toInput;
        if (x.dtype != ScalarType.BFloat16)
        {
            Tensor rows = g.view(n * tokens, outputs);
            _weight.SetGradient(rows.t().mm(x.view(n * tokens, features)));
            _bias.SetGradient(rows.sum(dim: 0));
            toInput = rows.mm(_weight.Working).view(n, tokens, features);
        }
        else
        {
            ConvolutionShape shape = Shape(x);
            Tensor toWeight = empty(_weight.Working.shape, dtype: ScalarType.Float32);
            ushort* given = TensorMemory.Pointer<ushort>(g);
            _weightGradient.Run(given, TensorMemory.Pointer<ushort>(x), TensorMemory.Pointer<float>(toWeight), (int)n, shape);
            _weight.SetGradient(toWeight);
            double[] sums = BatchNormKernels<ushort, Bf16>.Moments(given, (int)(n * tokens), (int)outputs, new float[outputs]);
            _bias.SetGradient(TensorMemory.Of([.. sums.AsSpan(0, (int)outputs).ToArray().Select(sum => (float)sum)], outputs));
            toInput = Run(ConvolutionKernel.InputGradient(shape)!, g, null, features);
        }
        x.Dispose();
        _input = null;
        return [toInput.MoveToOuterDisposeScope()];
    }

    public void Dispose()
    {
        _input?.Dispose();
        _packed.Dispose();
        _weight.Dispose();
        _bias.Dispose();
    }

    private Tensor Run(ConvolutionKernel kernel, Tensor input, Tensor? bias, long outputs)
    {
        Tensor output = empty([input.shape[0], input.shape[1], outputs], dtype: ScalarType.BFloat16);
        _packed.Run(kernel, _weight.Working, bias, TensorMemory.Pointer<ushort>(input), TensorMemory.Pointer<ushort>(output),
            (int)input.shape[0]);
        return output;
    }

    private ConvolutionShape Shape(Tensor x) => Shape((int)x.shape[2], (int)_weight.Working.shape[0], (int)x.shape[1]);

    /// <summary>Tokens are the pixels of one line.</summary>
    private static ConvolutionShape Shape(int features, int outputs, int tokens) => new(features, outputs, 1, tokens, 1, 1);
}
