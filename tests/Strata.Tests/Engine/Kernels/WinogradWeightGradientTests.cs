using Strata.Engine.Kernels;
using Strata.Processor;
using Strata.Runtime;

namespace Strata.Tests.Engine.Kernels;

public sealed unsafe class WinogradWeightGradientTests : IDisposable
{
    /// <summary>
    /// Of the sum of the products' magnitudes: the maps add up to sixteen numbers before a product is made, and a chain of a few hundred
    /// roundings to 24 bits does not go all one way.
    /// </summary>
    private const double Tolerance = 2e-6;

    private readonly int _parts = ParallelRows.Parts;

    public static TheoryData<int, int, int, int, int, int> Shapes()
    {
        var data = new TheoryData<int, int, int, int, int, int>();
        // All borders, and rows of tiles that are taken together with the next image's.
        for (int size = 1; size <= 18; size++) data.Add(size % 4 + 1, 16, 16, size, size, size % 3 + 1);
        foreach ((int height, int width) in new[] { (1, 5), (4, 1), (2, 3), (33, 3), (3, 64), (64, 5) }) data.Add(3, 32, 16,
            height, width, 2);
        // Several blocks of either side, and sums beyond a core's caches.
        foreach ((int input, int output) in new[] { (32, 32), (16, 32), (48, 16), (16, 48), (64, 64), (144, 128) }) data.Add(5,
            input, output, 8, 7, 2);
        return data;
    }

    /// <summary>With small whole numbers every step is exact, so that nothing may differ.</summary>
    [Theory, MemberData(nameof(Shapes))]
    public void Is_the_definition(int images, int input, int output, int height, int width, int threads)
    {
        SkipWithoutInstructions();
        var random = new Random(1);
        var shape = new ConvolutionShape(input, output, height, width, 3, 1);
        float[] x = Draw(images * height * width * input, () => random.Next(-8, 9)),
            g = Draw(images * height * width * output, () => random.Next(-8, 9));
        using var gradient = new WinogradWeightGradient();
        Assert.Equal(Definition(g, x, images, shape).Sums.Select(sum => (float)sum), Run(gradient, g, x, images, shape, threads));
    }

    [Theory]
    [InlineData(16, 16, 32, 9)]
    [InlineData(64, 64, 8, 40)]
    public void Is_as_close_as_fp32(int input, int output, int size, int images)
    {
        SkipWithoutInstructions();
        var random = new Random(2);
        var shape = new ConvolutionShape(input, output, size, size, 3, 1);
        float[] x = Draw(images * size * size * input, random.NextSingle), g = Draw(images * size * size * output, random.NextSingle);
        using var gradient = new WinogradWeightGradient();
        float[] actual = Run(gradient, g, x, images, shape, 2);
        (double[] sums, double[] magnitudes) = Definition(g, x, images, shape);
        for (int i = 0; i < actual.Length; i++) Assert.Equal(sums[i], actual[i], Tolerance * magnitudes[i]);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Has_the_same_bits_every_time(int threads)
    {
        SkipWithoutInstructions();
        var random = new Random(3);
        var shape = new ConvolutionShape(64, 64, 8, 8, 3, 1);
        float[] g = Draw(11 * 64 * 64, random.NextSingle), x = Draw(11 * 64 * 64, random.NextSingle);
        using WinogradWeightGradient first = new(), second = new();
        float[] expected = Run(first, g, x, 11, shape, threads);
        // What an object summed before must not remain in its scratch.
        Run(second, Draw(2 * 81 * 128, () => 1), Draw(2 * 81 * 16, () => 1), 2, new(16, 128, 9, 9, 3, 1), threads);
        Assert.Equal(expected, Run(second, g, x, 11, shape, threads));
    }

    [Theory]
    [InlineData(16, 24, 3, 1), InlineData(8, 16, 3, 1), InlineData(16, 16, 5, 1), InlineData(16, 16, 1, 1), InlineData(16, 16, 3, 2),
        InlineData(16, 0, 3, 1), InlineData(0, 16, 3, 1)]
    public void Leaves_others_to_the_library(int inputs, int outputs, int size, int stride)
        => Assert.False(WinogradWeightGradient.Supports(new(inputs, outputs, 16, 16, size, stride)));

    [Fact]
    public void Follows_what_the_processor_has()
        => Assert.Equal(Capability.WinogradWeightGradients.CanRun, WinogradWeightGradient.Supports(new(16, 16, 8, 8, 3, 1)));

    public void Dispose() => ParallelRows.Parts = _parts;

    private static void SkipWithoutInstructions() => Needs.Machine(Capability.WinogradWeightGradients.CanRun, "needs AVX2");

    private static float[] Draw(int count, Func<float> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    private static float[] Run(WinogradWeightGradient gradients, float[] gradient, float[] input, int images, ConvolutionShape shape,
        int threads)
    {
        float[] result = new float[shape.Out * shape.In * 9];
        ParallelRows.Parts = threads;
        fixed (float* g = gradient, x = input, to = result) gradients.Run(g, x, to, images, shape);
        return result;
    }

    /// <summary>[out, in, 3, 3] of sums, and of the sums of what is added as magnitudes.</summary>
    private static (double[] Sums, double[] Magnitudes) Definition(float[] gradient, float[] input, int images, ConvolutionShape shape)
    {
        double[] sums = new double[shape.Out * shape.In * 9], magnitudes = new double[sums.Length];
        (int height, int width) = (shape.Height, shape.Width);
        for (int pixel = 0; pixel < images * height * width; pixel++)
        {
            (int n, int y, int x) = (pixel / (height * width), pixel / width % height, pixel % width);
            for (int tap = 0; tap < 9; tap++)
            {
                int row = y + tap / 3 - 1, column = x + tap % 3 - 1;
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                long from = ((long)(n * height + row) * width + column) * shape.In;
                for (int o = 0; o < shape.Out; o++)
                {
                    double g = gradient[(long)pixel * shape.Out + o];
                    for (int i = 0; i < shape.In; i++)
                    {
                        double product = g * input[from + i];
                        sums[(o * shape.In + i) * 9 + tap] += product;
                        magnitudes[(o * shape.In + i) * 9 + tap] += Math.Abs(product);
                    }
                }
            }
        }
        return (sums, magnitudes);
    }
}
