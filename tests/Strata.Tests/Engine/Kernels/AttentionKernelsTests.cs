using Strata.Engine.Kernels;
using Strata.Processor;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Tests.Engine.Kernels;

public sealed unsafe class AttentionKernelsTests
{
    /// <summary>Whole vectors and what is left beside them, few tokens and more than are taken at a time.</summary>
    public static TheoryData<int, int, int> Shapes { get; } = new()
    {
        { 5, 1, 16 }, { 65, 3, 32 }, { 64, 2, 20 }, { 131, 2, 7 }, { 1, 2, 4 }, { 197, 1, 64 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Values_and_gradients_are_the_definitions_in_64_bits(int tokens, int heads, int features)
    {
        using DisposeScope scope = NewDisposeScope();
        const int Images = 3;
        var shape = new AttentionShape(tokens, heads, features);
        using var generator = new Generator(1);
        Tensor all = 2 * randn([Images, tokens, 3, heads, features], generator: generator), g = randn([Images, tokens, heads, features],
            generator: generator);
        Tensor mixed = empty_like(g), logarithms = empty([Images, heads, tokens]), toAll = empty_like(all);
        AttentionKernels<float, Fp32>.Forward(At(all), At(mixed), At(logarithms), Images, shape);
        AttentionKernels<float, Fp32>.Backward(At(all), At(mixed), At(logarithms), At(g), At(toAll), Images, shape);

        Tensor exact = all.to(ScalarType.Float64).requires_grad_(true);
        Tensor Part(int index) => exact.select(2, index).transpose(1, 2);
        Tensor scores = Part(0).matmul(Part(1).transpose(2, 3)) / Math.Sqrt(features);
        Tensor expected = scores.softmax(-1).matmul(Part(2)).transpose(1, 2);
        expected.backward([g.to(ScalarType.Float64)]);
        Assert.InRange(Off(mixed, expected.detach()), 0, 2e-6);
        Assert.InRange(Off(toAll, exact.grad!), 0, 5e-6);
        Assert.InRange(Off(logarithms, scores.detach().logsumexp(-1)), 0, 1e-6);
    }

    [Fact]
    public void A_diverged_query_is_seen()
    {
        using DisposeScope scope = NewDisposeScope();
        var shape = new AttentionShape(4, 1, 16);
        Tensor all = ones([1, 4, 3, 1, 16]), mixed = empty([1, 4, 1, 16]);
        all[0, 2, 0, 0, 5] = float.NaN;
        AttentionKernels<float, Fp32>.Forward(At(all), At(mixed), null, 1, shape);
        Assert.True(float.IsNaN(mixed[0, 2, 0, 0].item<float>()));
        Assert.Equal(1, mixed[0, 1, 0, 0].item<float>(), 6);
    }

    private static float* At(Tensor tensor) => TensorMemory.Pointer<float>(tensor);

    /// <summary>The largest difference over the largest number.</summary>
    private static double Off(Tensor found, Tensor expected)
        => ((found.to(ScalarType.Float64) - expected).abs().max() / expected.abs().max()).item<double>();
}
