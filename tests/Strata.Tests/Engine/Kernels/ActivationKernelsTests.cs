using System.Runtime.Intrinsics;
using Strata.Engine.Kernels;
using Strata.Processor;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Tests.Engine.Kernels;

public sealed unsafe class ActivationKernelsTests
{
    /// <summary>Every sign and size, and what does not fill a vector.</summary>
    private static readonly float[] s_numbers =
        [.. Enumerable.Range(0, 2001).Select(i => (i - 1000) * 0.0137f), 0, 1e-30f, -1e-30f, 60, -60, 200, -200];

    [Fact]
    public void An_exponential_is_within_two_units_in_the_last_place()
    {
        foreach (float[] sixteen in Enumerable.Range(0, 175 * 64).Select(i => i / 64f - 87.2f).Chunk(16))
        {
            Vector512<float> found = Exponential.Of(Vector512.Create(sixteen));
            for (int k = 0; k < 16; k++)
            {
                double expected = Math.Exp(sixteen[k]);
                Assert.True(Math.Abs(found[k] - expected) <= 2.5e-7 * expected, $"e^{sixteen[k]}: {found[k]} is not {expected}");
            }
        }
    }

    [Fact]
    public void An_exponential_ends_at_the_limits_and_lets_NaN_through()
    {
        Assert.InRange(Exponential.Of(Vector512.Create(float.NegativeInfinity))[0], 0, 1e-37f);
        Assert.InRange(Exponential.Of(Vector512.Create(float.PositiveInfinity))[0], 1e38f, float.MaxValue);
        Assert.True(float.IsNaN(Exponential.Of(Vector512.Create(float.NaN))[3]));
    }

    [Fact]
    public void A_ReLU_is_libtorchs() => Compare<ReluActivation>(x => nn.functional.relu(x), 0);

    [Fact]
    public void A_SiLU_is_libtorchs_in_64_bits() => Compare<SiluActivation>(x => nn.functional.silu(x), 4e-7);

    [Fact]
    public void A_GELU_is_libtorchs_in_64_bits() => Compare<GeluActivation>(x => nn.functional.gelu(x), 4e-7);

    private static void Compare<TActivation>(Func<Tensor, Tensor> definition, double tolerance) where TActivation : IActivation
    {
        float[] found = new float[s_numbers.Length], slopes = [.. s_numbers.Select(_ => 1f)];
        fixed (float* x = s_numbers, y = found, g = slopes)
        {
            ActivationKernels<float, Fp32, TActivation>.Forward(x, y, s_numbers.Length);
            ActivationKernels<float, Fp32, TActivation>.Backward(g, x, s_numbers.Length);
        }
        using DisposeScope scope = NewDisposeScope();
        Tensor exact = torch.tensor(s_numbers).to(ScalarType.Float64).requires_grad_(true), values = definition(exact);
        values.sum().backward();
        double[] expected = values.detach().data<double>().ToArray(), slope = exact.grad!.data<double>().ToArray();
        for (int i = 0; i < found.Length; i++)
        {
            double bound = tolerance * Math.Max(1, Math.Abs(s_numbers[i]));
            Assert.True(Math.Abs(found[i] - expected[i]) <= bound, $"at {s_numbers[i]}: {found[i]} is not {expected[i]}");
            Assert.True(Math.Abs(slopes[i] - slope[i]) <= bound, $"the slope at {s_numbers[i]}: {slopes[i]} is not {slope[i]}");
        }
    }
}
