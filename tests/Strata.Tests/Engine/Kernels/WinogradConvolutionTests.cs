using Strata.Engine.Kernels;
using Strata.Processor;
using Strata.Runtime;
using TorchSharp;

namespace Strata.Tests.Engine.Kernels;

public sealed class WinogradConvolutionTests : IDisposable
{
    private readonly int _parts = ParallelRows.Parts;

    public static TheoryData<int, int, int, int, int, int> Shapes()
    {
        var data = new TheoryData<int, int, int, int, int, int>();
        // All borders, rows of tiles that share a group with the next image's, and groups that stay partly empty.
        for (int size = 1; size <= 18; size++) data.Add(size % 4 + 1, 16, 16, size, size, size % 2 + 1);
        foreach ((int height, int width) in new[] { (1, 5), (4, 1), (2, 3), (33, 3), (3, 64), (64, 5) }) data.Add(3, 32, 16,
            height, width, 2);
        // One and two blocks of outputs at a time, in place of the inputs and beside them; weights beyond a core's cache share.
        foreach ((int input, int output) in new[] { (32, 32), (16, 32), (48, 16), (16, 48), (64, 64), (32, 96), (144, 128) }) data.Add(5,
            input, output, 8, 7, 2);
        return data;
    }

    /// <summary>With small whole numbers every step is exact, so that nothing may differ.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Is_the_definition(int images, int input, int output, int height, int width, int threads)
    {
        ParallelRows.Parts = threads;
        var random = new Random(1);
        float[] x = Draw(images * height * width * input, () => random.Next(-8, 9)),
            weights = Draw(output * input * 9, () => random.Next(-8, 9)), bias = Draw(output, () => random.Next(-8, 9));

        float[] actual = Run(Create(weights, bias), x, images, input, height, width);

        Assert.Equal(Definition(x, weights, bias, images, input, height, width).Select(value => (float)value.Sum), actual);
    }

    [Theory]
    [InlineData(16, 16, 32)]
    [InlineData(64, 64, 8)]
    [InlineData(256, 32, 8)]
    public void Is_as_close_as_fp32(int input, int output, int size)
    {
        var random = new Random(2);
        float[] x = Draw(size * size * input, () => Normal(random)), weights = Draw(output * input * 9, () => Normal(random)),
            bias = Draw(output, () => Normal(random));

        float[] actual = Run(Create(weights, bias), x, 1, input, size, size);

        // Beside the sum of all magnitudes, as rounding errors grow.
        (double Sum, double Magnitude)[] expected = Definition(x, weights, bias, 1, input, size, size);
        for (int i = 0; i < actual.Length; i++)
            Assert.InRange(actual[i], expected[i].Sum - 1e-6 * expected[i].Magnitude, expected[i].Sum + 1e-6 * expected[i].Magnitude);
    }

    [Fact]
    public void Bits_do_not_depend_on_threads_and_on_other_images()
    {
        const int Images = 7, Channels = 32, Size = 11;
        var random = new Random(3);
        float[] x = Draw(Images * Size * Size * Channels, () => Normal(random)),
            weights = Draw(Channels * Channels * 9, () => Normal(random)), bias = Draw(Channels, () => Normal(random));
        WinogradConvolution convolution = Create(weights, bias);
        ParallelRows.Parts = 1;
        float[] together = Run(convolution, x, Images, Channels, Size, Size);

        ParallelRows.Parts = 2;
        Assert.Equal(together, Run(convolution, x, Images, Channels, Size, Size));
        Assert.Equal(together, x.Chunk(Size * Size * Channels).SelectMany(image => Run(convolution, image, 1, Channels, Size, Size)));
    }

    /// <summary>⟨y, conv(x)⟩ = ⟨convᵀ(y), x⟩, exactly with small whole numbers.</summary>
    [Theory]
    [InlineData(16, 16)]
    [InlineData(32, 16)]
    [InlineData(16, 64)]
    public void Transposed_is_the_gradient_of_the_input(int input, int output)
    {
        const int Size = 5;
        var random = new Random(4);
        float[] x = Draw(Size * Size * input, () => random.Next(-4, 5)), y = Draw(Size * Size * output, () => random.Next(-4, 5)),
            weights = Draw(output * input * 9, () => random.Next(-4, 5));
        // A bias from before must not stay.
        WinogradConvolution forward = Create(weights, new float[output]),
            backward = Create(new float[output * input * 9], Draw(input, () => 1));
        backward.SetTransposed(weights);

        float[] fromInput = Run(forward, x, 1, input, Size, Size), fromOutput = Run(backward, y, 1, output, Size, Size);

        Assert.Equal(x.Zip(fromOutput, (a, b) => (double)a * b).Sum(), y.Zip(fromInput, (a, b) => (double)a * b).Sum());
        for (int at = 0; at < x.Length; at++)
        {
            float[] one = new float[x.Length];
            one[at] = 1;
            Assert.Equal(fromOutput[at], Run(forward, one, 1, input, Size, Size).Zip(y, (a, b) => a * b).Sum());
        }
    }

    [Fact]
    public void What_is_not_a_number_reaches_its_neighbours_alone()
    {
        const int Size = 5;
        WinogradConvolution convolution = Create(Draw(16 * 16 * 9, () => 1), new float[16]);
        for (int pixel = 0; pixel < Size * Size; pixel++)
        {
            float[] x = Draw(Size * Size * 16, () => 1);
            x[pixel * 16 + 3] = float.NaN;
            float[] actual = Run(convolution, x, 1, 16, Size, Size);
            for (int other = 0; other < Size * Size; other++)
                Assert.Equal(Math.Abs(other / Size - pixel / Size) <= 1 && Math.Abs(other % Size - pixel % Size) <= 1,
                    float.IsNaN(actual[other * 16]));
        }
    }

    [Theory]
    [InlineData(3, 16)]
    [InlineData(16, 24)]
    [InlineData(24, 16)]
    public void Channels_that_fill_no_vector_are_left_to_others(int input, int output)
        => Assert.Null(WinogradConvolution.TryCreate(input, output));

    public void Dispose() => ParallelRows.Parts = _parts;

    private static WinogradConvolution Create(float[] weights, float[] bias)
    {
        WinogradConvolution? convolution = WinogradConvolution.TryCreate(weights.Length / 9 / bias.Length, bias.Length);
        Needs.Machine(Capability.WinogradConvolutions.CanRun, "needs AVX2");
        convolution!.Set(weights, bias);
        return convolution;
    }

    private static float[] Draw(int count, Func<float> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    private static float Normal(Random random)
        => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static float[] Run(WinogradConvolution convolution, float[] x, int images, int input, int height, int width)
    {
        using torch.Tensor rows = torch.tensor(x, [images, height, width, input]), channelsLast = rows.permute(0, 3, 1, 2),
            output = convolution.Run(channelsLast), outputRows = output.permute(0, 2, 3, 1);
        return TensorMemory.Span<float>(outputRows).ToArray();
    }

    /// <summary>[images, height, width, out] of sums, and of the sums of what is added as magnitudes.</summary>
    private static (double Sum, double Magnitude)[] Definition(float[] x, float[] weights, float[] bias, int images, int input,
        int height, int width)
    {
        int output = bias.Length;
        var sums = new (double Sum, double Magnitude)[images * height * width * output];
        for (int n = 0; n < images; n++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int column = 0; column < width; column++)
                {
                    for (int o = 0; o < output; o++)
                    {
                        (double sum, double magnitude) = (bias[o], Math.Abs(bias[o]));
                        for (int tap = 0; tap < 9; tap++)
                        {
                            int row = y + tap / 3 - 1, at = column + tap % 3 - 1;
                            if (row < 0 || row >= height || at < 0 || at >= width) continue;
                            for (int i = 0; i < input; i++)
                            {
                                double product = (double)x[((n * height + row) * width + at) * input + i]
                                    * weights[(o * input + i) * 9 + tap];
                                (sum, magnitude) = (sum + product, magnitude + Math.Abs(product));
                            }
                        }
                        sums[((n * height + y) * width + column) * output + o] = (sum, magnitude);
                    }
                }
            }
        }
        return sums;
    }
}
