using Strata.Engine;
using Strata.Models.Graph;
using Strata.Processor;
using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Tests.Engine;

/// <summary>Every way of computing a convolution against libtorch's own in 64 bits, which no processor has special code for.</summary>
public sealed class GeneralConvolutionTests
{
    /// <summary>
    /// Relative to the largest output: sums of random numbers grow as the root of their count, and so does their rounding; a bf16 result
    /// is rounded once more. Without AVX-512 libtorch's gradients of the input are off by up to .009 (Zen 3).
    /// </summary>
    private static double Allowed(ScalarType type)
        => type == ScalarType.Float32 ? 64 * UnitRoundoff.OfSingle : (CpuFeatures.Detect().Avx512 ? 4.0 : 6.0) / (1 << 9);

    public static TheoryData<int, int, int, int, int, int, bool> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int, int, int, int, bool>();
            foreach (bool bf16 in new[] { false, true })
                foreach ((int inputs, int outputs, int groups) in new[] { (3, 64, 1), (24, 144, 1), (8, 8, 8),
                    (40, 40, 40), (48, 48, 48), (160, 320, 1),
                    (256, 512, 1), (717, 100, 1), (8, 12, 4) })
                    foreach ((int size, int stride) in new[] { (1, 1), (1, 2), (3, 1), (3, 2), (5, 2), (4, 4) })
                        foreach (int side in new[] { 1, 2, 4, 7, 13 })
                            if (side < 13 ? side >= size || size % 2 == 1 : groups == inputs)
                                shapes.Add(inputs, outputs, groups, size, stride, side, bf16);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Output_and_gradients_are_those_of_the_definition(int inputs, int outputs, int groups, int size, int stride,
        int side, bool bf16) => Check(3, inputs, outputs, groups, size, stride, side, bf16);

    /// <summary>Gradients of 1×1 kernels with stride ended the process.</summary>
    [Theory]
    [InlineData(4, 8, 1, 2, 48)]
    [InlineData(8, 16, 1, 2, 48)]
    [InlineData(8, 16, 1, 2, 64)]
    [InlineData(2, 4, 1, 2, 96)]
    [InlineData(8, 16, 3, 2, 48)]
    [InlineData(8, 8, 3, 1, 48)]
    [InlineData(8, 16, 1, 1, 48)]
    [InlineData(16, 32, 1, 2, 224)]
    public void Few_channels_of_large_images_are_too(int inputs, int outputs, int size, int stride, int side)
    {
        Check(4, inputs, outputs, 1, size, stride, side, bf16: false);
        Check(4, inputs, outputs, 1, size, stride, side, bf16: true);
    }

    private static void Check(int images, int inputs, int outputs, int groups, int size, int stride, int side, bool bf16)
    {
        Threads.Set(2);
        using DisposeScope scope = NewDisposeScope();
        ScalarType type = bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var convolution = new Operation.Convolution(outputs, size, stride, groups, Padding: size % 2 == 0 ? 0 : null);
        Tensor x = Random(1, images, inputs, side, side).to(type), weight = Random(2, outputs, inputs / groups, size, size).to(type),
            bias = Random(3, outputs).to(type);
        (Tensor xs, Tensor ws, Tensor bs) = (x.to(float64).requires_grad_(), weight.to(float64).requires_grad_(),
            bias.to(float64).requires_grad_());
        Tensor right = nn.functional.conv2d(xs, ws, bs, strides: [stride, stride], padding: [convolution.Pad, convolution.Pad],
            groups: groups);
        Tensor gradient = Random(4, right.shape).to(type);
        right.backward([gradient.to(float64)]);

        Tensor last = TensorMemory.ToChannelsLast(x), given = TensorMemory.ToChannelsLast(gradient);
        foreach (bool matrix in new[] { false, true })
        {
            Tensor y = matrix ? MatrixConvolution.Forward(last, weight, bias, convolution)
                : GeneralConvolution.Forward(last, weight, bias, convolution);
            (Tensor? toInput, Tensor? toWeight, Tensor? toBias) = GeneralConvolution.Gradients(given, last, weight, convolution, true,
                true, true);
            if (matrix)
            {
                toInput!.Dispose();
                toWeight!.Dispose();
                (toInput, toWeight) = MatrixConvolution.Gradients(given, last, weight, convolution, true, true);
            }
            Near(right.detach(), y, type, "output");
            Near(xs.grad!, toInput!, type, "input gradient");
            Near(ws.grad!, toWeight!, type, "weight gradient");
            Near(bs.grad!, toBias!, type, "bias gradient");
            foreach (Tensor? owned in new[] { toInput, toWeight, toBias }) owned!.Dispose();
        }
    }

    private static void Near(Tensor right, Tensor actual, ScalarType type, string what)
    {
        Assert.Equal(right.shape, actual.shape);
        double largest = right.abs().max().item<double>(), off = (actual.to(float64) - right).abs().max().item<double>();
        Assert.True(off <= Allowed(type) * largest, $"{what}: off by {off:g3} of {largest:g3}");
    }

    private static Tensor Random(int seed, params long[] shape)
    {
        var random = new RandomSequence(seed, "convolution");
        return TensorMemory.Of([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (float)random.NextNormal())],
            shape);
    }
}
