using Strata.Engine.Kernels;
using Strata.Processor;
using static TorchSharp.torch;

namespace Strata.Tests.Engine.Kernels;

public sealed unsafe class BatchNormKernelsTests
{
    /// <summary>Channels that fill vectors, that do so over several rows, and rows that do not come in such groups.</summary>
    [Theory]
    [InlineData(200, 16)]
    [InlineData(200, 8)]
    [InlineData(200, 24)]
    [InlineData(97, 20)]
    [InlineData(200, 3)]
    [InlineData(1, 8)]
    public void Sums_over_rows_are_exact_whatever_the_channels(int rows, int channels)
    {
        float[] x = Numbers(rows * channels, 1), g = Numbers(rows * channels, 2), scale = Numbers(channels, 3),
            offset = Numbers(channels, 4), mean = Numbers(channels, 5);
        fixed (float* values = x, gradient = g)
        {
            double[] moments = BatchNormKernels<float, Fp32>.Moments(values, rows, channels, mean);
            double[] sums = BatchNormKernels<float, Fp32>.GradientSums<SiluActivation>(gradient, values, rows, channels, mean, scale,
                offset);
            for (int c = 0; c < channels; c++)
            {
                double first = 0, second = 0, sum = 0, product = 0;
                for (int row = 0; row < rows; row++)
                {
                    int i = row * channels + c;
                    double d = (double)x[i] - mean[c], z = (double)x[i] * scale[c] + offset[c], s = 1 / (1 + Math.Exp(-z)),
                        back = g[i] * s * (1 + z * (1 - s));
                    (first, second, sum, product) = (first + d, second + d * d, sum + back, product + back * d);
                }
                Assert.Equal(first, moments[c], 1e-4);
                Assert.Equal(second, moments[channels + c], 1e-4);
                Assert.Equal(sum, sums[c], 1e-4);
                Assert.Equal(product, sums[channels + c], 1e-4);
            }
        }
    }

    private static float[] Numbers(int count, long seed)
    {
        using var generator = new Generator((ulong)seed);
        using Tensor drawn = randn([count], generator: generator);
        return drawn.data<float>().ToArray();
    }
}
