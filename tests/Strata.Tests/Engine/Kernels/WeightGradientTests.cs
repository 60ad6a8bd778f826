using System.Runtime.InteropServices;
using Strata.Processor;
using Strata.Runtime;
using Strata.Engine.Kernels;

namespace Strata.Tests.Engine.Kernels;

/// <summary>
/// The weight gradient against its definition in double precision, on the same bf16 numbers: products are exact in fp32, only sums are
/// rounded.
/// </summary>
public sealed unsafe class WeightGradientTests : IDisposable
{
    /// <summary>Of the sum of the products' magnitudes: a chain of a few hundred roundings to 24 bits that do not all go one way.</summary>
    private const double Tolerance = 2e-6;

    private readonly int _parts = ParallelRows.Parts;

    public static TheoryData<int, int, int, int, int, int, int> Shapes()
    {
        var shapes = new TheoryData<int, int, int, int, int, int, int>();
        // images, height, width, in, out, kernel, stride: the stages of ResNets, then everything odd, then more images than are summed in
        // one go.
        foreach (var (n, h, w, i, o, k, s) in new[]
        {
            (3, 32, 32, 16, 16, 3, 1), (5, 16, 16, 32, 32, 3, 1), (7, 8, 8, 64, 64, 3, 1), (4, 32, 32, 16, 32, 3, 2),
                (5, 16, 16, 32, 64, 3, 2),
            (4, 32, 32, 16, 32, 1, 2), (5, 16, 16, 32, 64, 1, 2), (3, 32, 32, 3, 16, 3, 1), (2, 8, 8, 160, 144, 3, 1),
            (3, 33, 33, 16, 16, 3, 1), (3, 33, 31, 16, 16, 3, 2), (2, 9, 12, 24, 48, 3, 1), (2, 12, 9, 40, 16, 3, 2),
                (2, 11, 11, 8, 16, 1, 1), (2, 11, 13, 20, 32, 1, 2),
            (2, 13, 17, 5, 16, 3, 1), (3, 28, 28, 1, 16, 3, 1), (2, 10, 10, 2, 16, 3, 2), (2, 8, 8, 30, 16, 1, 1), (2, 9, 9, 3, 32, 3, 1),
                (1, 8, 8, 16, 16, 3, 1),
            (3, 1, 1, 16, 16, 3, 1), (3, 1, 1, 3, 16, 3, 2), (2, 2, 2, 16, 16, 3, 2), (2, 2, 3, 17, 16, 3, 1), (2, 1, 8, 16, 16, 3, 1),
                (2, 8, 1, 16, 16, 3, 1), (2, 1, 1, 5, 16, 1, 2),
            (131, 4, 4, 16, 16, 3, 1), (9, 17, 16, 16, 32, 3, 2),
        })
            shapes.Add(n, h, w, i, o, k, s);
        return shapes;
    }

    [Theory, MemberData(nameof(Shapes))]
    public void EqualsItsDefinition(int images, int height, int width, int inChannels, int outChannels, int kernel, int stride)
    {
        SkipWithoutInstructions();
        var shape = new ConvolutionShape(inChannels, outChannels, height, width, kernel, stride);
        using var gradients = new WeightGradient();
        ushort[] gradient = Draw(1, images * shape.OutHeight * shape.OutWidth * outChannels),
            input = Draw(2, images * height * width * inChannels);
        (double[] expected, double[] magnitude) = Definition(gradient, input, images, shape);
        for (int threads = 1; threads <= 3; threads++)
        {
            float[] actual = Run(gradients, gradient, input, images, shape, threads);
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance * magnitude[i]);
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void HasTheSameBitsEveryTime(int threads)
    {
        SkipWithoutInstructions();
        var shape = new ConvolutionShape(64, 64, 8, 8, 3, 1);
        ushort[] gradient = Draw(3, 11 * 64 * 64), input = Draw(4, 11 * 64 * 64);
        using WeightGradient first = new(), second = new();
        float[] expected = Run(first, gradient, input, 11, shape, threads);
        // What an object summed before must not remain in its scratch.
        var other = new ConvolutionShape(16, 128, 9, 9, 3, 2);
        Run(second, Draw(5, 2 * 25 * 128), Draw(6, 2 * 81 * 16), 2, other, threads);
        Assert.Equal(expected, Run(second, gradient, input, 11, shape, threads));
    }

    [Theory]
    [InlineData(16, 24, 3, 1), InlineData(16, 8, 3, 1), InlineData(16, 16, 5, 1), InlineData(16, 16, 2, 1), InlineData(16, 16, 3, 3),
        InlineData(16, 0, 3, 1), InlineData(0, 16, 3, 1)]
    public void LeavesOthersToTheLibrary(int inChannels, int outChannels, int kernel, int stride)
        => Assert.False(WeightGradient.Supports(new(inChannels, outChannels, 16, 16, kernel, stride)));

    [Fact]
    public void FollowsWhatTheProcessorHas()
        => Assert.Equal(Capability.Bf16WeightGradients.CanRun, WeightGradient.Supports(new(16, 16, 8, 8, 3, 1)));

    public void Dispose() => ParallelRows.Parts = _parts;

    private static void SkipWithoutInstructions() => Needs.Machine(Capability.Bf16WeightGradients.CanRun, "needs AVX-512 bf16");

    private static float[] Run(WeightGradient gradients, ushort[] gradient, ushort[] input, int images, ConvolutionShape shape, int threads)
    {
        float[] result = new float[shape.Out * shape.In * shape.Size * shape.Size];
        ParallelRows.Parts = threads;
        // What lies behind the tensors is not theirs: NaN there must not come in.
        using Guarded g = new(gradient), x = new(input);
        fixed (float* to = result) gradients.Run(g.Start, x.Start, to, images, shape);
        return result;
    }

    private static ushort[] Draw(int seed, int count)
    {
        var random = new Random(seed);
        ushort[] values = new ushort[count];
        fixed (ushort* to = values)
        {
            for (int i = 0; i < count; i++) Bf16.Store1(to + i, (float)(random.NextDouble() * 2 - 1));
        }
        return values;
    }

    /// <summary>The gradient [out, in, kernel, kernel] and the sums of its products' magnitudes.</summary>
    private static (double[] Value, double[] Magnitude) Definition(ushort[] gradient, ushort[] input, int images, ConvolutionShape shape)
    {
        (int h, int w, int i, int o, int k, int s) = (shape.Height, shape.Width, shape.In, shape.Out, shape.Size, shape.Stride);
        double[] value = new double[o * i * k * k], magnitude = new double[value.Length];
        double[] g = [.. gradient.Select(Value)], x = [.. input.Select(Value)];
        for (int pixel = 0; pixel < images * shape.OutHeight * shape.OutWidth; pixel++)
        {
            int n = pixel / (shape.OutHeight * shape.OutWidth), row = pixel / shape.OutWidth % shape.OutHeight,
                column = pixel % shape.OutWidth;
            for (int tap = 0; tap < k * k; tap++)
            {
                int y = row * s + tap / k - k / 2, z = column * s + tap % k - k / 2;
                if (y < 0 || y >= h || z < 0 || z >= w) continue;
                for (int weight = 0; weight < o * i; weight++)
                {
                    double product = g[pixel * o + weight / i] * x[((n * h + y) * w + z) * i + weight % i];
                    value[weight * k * k + tap] += product;
                    magnitude[weight * k * k + tap] += Math.Abs(product);
                }
            }
        }
        return (value, magnitude);
    }

    private static double Value(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>Numbers with NaN in front of and behind them.</summary>
    private sealed class Guarded : IDisposable
    {
        private const int Around = 256;
        private readonly ushort* _memory;

        public Guarded(ushort[] values)
        {
            _memory = (ushort*)NativeMemory.Alloc((nuint)(values.Length + 2 * Around) * sizeof(ushort));
            new Span<ushort>(_memory, values.Length + 2 * Around).Fill(0x7fc0);
            values.CopyTo(new Span<ushort>(Start, values.Length));
        }

        public ushort* Start => _memory + Around;

        public void Dispose() => NativeMemory.Free(_memory);
    }
}
