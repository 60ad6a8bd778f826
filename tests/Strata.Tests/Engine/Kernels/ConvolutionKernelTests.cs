using Strata.Processor;
using Strata.Runtime;
using Strata.Engine.Kernels;

namespace Strata.Tests.Engine.Kernels;

/// <summary>Our convolutions against their definition in double precision, on the same bf16 numbers.</summary>
public sealed unsafe class ConvolutionKernelTests
{
    private const int Images = 3;

    public static TheoryData<int, int, int, int, int, int, int> Shapes()
    {
        var data = new TheoryData<int, int, int, int, int, int, int>();
        // Every width of a tile: images of one to three tiles across and of one to several rows in a tile, all borders.
        for (int size = 8; size <= 33; size++) data.Add(16, 16, size, size, 3, size % 2 + 1, size % 3 + 1);
        foreach ((int height, int width) in new[] { (1, 1), (1, 5), (4, 1), (2, 3), (57, 3), (5, 57), (3, 32) })
        {
            data.Add(6, 16, height, width, 3, 1, 1);
            data.Add(6, 16, height, width, 3, 2, 1);
        }
        // Channels that fill no vector, no pair, or several; the projection and the stem.
        foreach ((int input, int output) in new[] { (3, 16), (3, 5), (24, 24), (16, 40), (2, 33), (32, 64), (7, 16), (64, 64), (130, 16),
            (16, 48), (48, 16), (20, 52) })
        {
            data.Add(input, output, 8, 8, 3, 1, 2);
            data.Add(input, output, 9, 8, 3, 2, 1);
            data.Add(input, output, 8, 7, 1, 2, 3);
            data.Add(input, output, 6, 8, 1, 1, 1);
        }
        // Weights beyond a core's cache share, which several images use in turn.
        data.Add(128, 128, 6, 6, 3, 1, 1);
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_is_the_definition(int input, int output, int height, int width, int size, int stride, int threads)
    {
        Needs.Machine(Capability.Bf16Convolutions.CanRun, "needs AVX-512 bf16");
        Threads.Set(threads);
        var shape = new ConvolutionShape(input, output, height, width, size, stride);
        ushort[] x = Draw(Images * height * width * input, 1), w = Draw(output * input * size * size, 2), bias = Draw(output, 3);
        var expected = new double[Images * shape.OutHeight * shape.OutWidth * output];
        var scale = new double[expected.Length];
        ForEachProduct(shape, (from, weight, to) =>
        {
            double product = Number(x[from]) * Number(w[weight]);
            expected[to] += product;
            scale[to] += Math.Abs(product);
        });
        for (int i = 0; i < expected.Length; i++) expected[i] += Number(bias[i % output]);

        AssertClose(expected, scale, Run(ConvolutionKernel.Forward(shape)!, x, w, bias, expected.Length));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Input_gradient_is_the_transposed_definition(int input, int output, int height, int width, int size, int stride, int threads)
    {
        Needs.Machine(Capability.Bf16Convolutions.CanRun, "needs AVX-512 bf16");
        Threads.Set(threads);
        var shape = new ConvolutionShape(input, output, height, width, size, stride);
        ushort[] g = Draw(Images * shape.OutHeight * shape.OutWidth * output, 1), w = Draw(output * input * size * size, 2);
        var expected = new double[Images * height * width * input];
        var scale = new double[expected.Length];
        ForEachProduct(shape, (to, weight, from) =>
        {
            double product = Number(g[from]) * Number(w[weight]);
            expected[to] += product;
            scale[to] += Math.Abs(product);
        });

        AssertClose(expected, scale, Run(ConvolutionKernel.InputGradient(shape)!, g, w, null, expected.Length));
    }

    [Fact]
    public void What_would_be_slower_or_read_too_far_is_left_to_others()
    {
        Assert.Null(ConvolutionKernel.Forward(new(256, 512, 16, 16, 3, 2)));
        Assert.Null(ConvolutionKernel.Forward(new(1, 16, 8, 8, 3, 1)));
        Assert.Null(ConvolutionKernel.InputGradient(new(16, 1, 8, 8, 3, 1)));
    }

    [Fact]
    public void What_is_not_a_number_reaches_only_the_pixels_around_it()
    {
        Needs.Machine(Capability.Bf16Convolutions.CanRun, "needs AVX-512 bf16");
        Threads.Set(1);
        var shape = new ConvolutionShape(3, 16, 9, 9, 3, 1);
        ushort[] x = Draw(Images * 9 * 9 * 3, 1), w = Draw(16 * 3 * 9, 2);
        x[((1 * 9 + 4) * 9 + 4) * 3] = 0x7fc0;
        ushort[] y = Run(ConvolutionKernel.Forward(shape)!, x, w, null, Images * 9 * 9 * 16);
        for (int i = 0; i < y.Length; i++)
        {
            (int image, int row, int column) = (i / 16 / 81, i / 16 / 9 % 9, i / 16 % 9);
            Assert.Equal(image == 1 && Math.Abs(row - 4) <= 1 && Math.Abs(column - 4) <= 1, double.IsNaN(Number(y[i])));
        }
    }

    /// <summary>(index in the input, in the weights, in the output) of every product of the definition.</summary>
    private static void ForEachProduct(ConvolutionShape s, Action<int, int, int> visit)
    {
        for (int at = 0; at < Images * s.OutHeight * s.OutWidth; at++)
        {
            (int image, int y, int x) = (at / s.OutWidth / s.OutHeight, at / s.OutWidth % s.OutHeight, at % s.OutWidth);
            for (int tap = 0; tap < s.Size * s.Size; tap++)
            {
                int row = y * s.Stride + tap / s.Size - s.Padding, column = x * s.Stride + tap % s.Size - s.Padding;
                if (row < 0 || row >= s.Height || column < 0 || column >= s.Width) continue;
                for (int o = 0; o < s.Out; o++)
                {
                    for (int i = 0; i < s.In; i++)
                        visit(((image * s.Height + row) * s.Width + column) * s.In + i, (o * s.In + i) * s.Size * s.Size + tap,
                            at * s.Out + o);
                }
            }
        }
    }

    /// <summary>The result, whose memory had numbers before, and which nothing may be written around.</summary>
    private static ushort[] Run(ConvolutionKernel kernel, ushort[] input, ushort[] weights, ushort[]? bias, int length)
    {
        const int Guard = 64;
        var packed = new ushort[kernel.PackedLength];
        var output = new ushort[length + 2 * Guard];
        Array.Fill(output, (ushort)0x4321);
        Array.Fill(packed, (ushort)0x7fc0);
        fixed (ushort* x = input, w = weights, b = bias, p = packed, y = output)
        {
            kernel.Pack(w, b, p);
            kernel.Run(x, p, y + Guard, Images);
        }
        Assert.All(output[..Guard].Concat(output[^Guard..]), v => Assert.Equal(0x4321, v));
        return output[Guard..^Guard];
    }

    /// <summary>Rounding to bf16 (2^-8 of the number) and sums in floats, a few 2^-24 of the products' absolute sum.</summary>
    private static void AssertClose(double[] expected, double[] scale, ushort[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = Math.Abs(expected[i]) * Math.Pow(2, -8) + (scale[i] + Math.Abs(expected[i])) * 1e-6 + 1e-30;
            Assert.True(Math.Abs(expected[i] - Number(actual[i])) <= tolerance,
                $"[{i}]: {Number(actual[i])}, expected {expected[i]} ± {tolerance}");
        }
    }

    private static ushort[] Draw(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length)
            .Select(_ => (ushort)(BitConverter.SingleToUInt32Bits((float)(random.NextDouble() * 2 - 1)) >> 16))];
    }

    private static double Number(ushort half) => BitConverter.UInt32BitsToSingle((uint)half << 16);
}
