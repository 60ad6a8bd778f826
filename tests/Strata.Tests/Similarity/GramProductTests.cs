using Strata.Activations;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Kernels;
using Strata.Training;
using TorchSharp;

namespace Strata.Tests.Similarity;

/// <summary>The packed, blocked products against sums in double precision.</summary>
public sealed unsafe class GramProductTests : IDisposable
{
    /// <summary>Error of an entry of the centred Gram, relative to the mean of its diagonal.</summary>
    private const double Single = 2e-6, Words = 4e-4;

    public void Dispose() => ParallelRows.Parts = 1;

    [Theory]
    [InlineData(4, 1, 1)]
    [InlineData(16, 16, 1)]
    [InlineData(17, 15, 2)]
    [InlineData(40, 513, 2)]
    [InlineData(250, 1100, 3)]
    [InlineData(256, 600, 2)]
    [InlineData(300, 70, 2)]
    [InlineData(530, 300, 4)]
    public void Entries_are_those_of_the_definition_for_every_shape(int examples, int features, int threads)
    {
        ParallelRows.Parts = threads;
        float[] x = Draw(examples * features, 5);
        using torch.Tensor tensor = torch.tensor(x, [examples, features]);
        double[,] expected = Centered(examples, features, (i, f) => x[i * features + f]);
        AssertClose(expected, Compute(tensor, null, Precision.Fp32).Gram, Single);
        AssertClose(expected, Compute(tensor, null, Precision.Bf16).Gram, Words);
    }

    [Theory]
    [InlineData(30, 3, 5, 1)]
    [InlineData(64, 16, 8, 2)]
    [InlineData(50, 40, 4, 3)]
    [InlineData(290, 18, 3, 2)]
    public void A_layer_that_scales_channels_needs_no_products_of_its_own(int examples, int channels, int size, int threads)
    {
        ParallelRows.Parts = threads;
        float[] x = Draw(examples * channels * size * size, 6), factors = Draw(channels, 7), offsets = Draw(channels, 8);
        var scaling = new ChannelScaling(0, factors, offsets);
        using torch.Tensor first = torch.tensor(x, [examples, channels, size, size]);
        using torch.Tensor rows = first.permute(0, 2, 3, 1).contiguous(), last = rows.permute(0, 3, 1, 2);
        int features = channels * size * size;
        double[,] plain = Centered(examples, features, (i, f) => x[i * features + f]);
        double[,] scaled = Centered(examples, features, (i, f) => factors[f / (size * size)] * (double)x[i * features + f] + offsets[f / (size * size)]);
        foreach (torch.Tensor layout in new[] { first, last })
        {
            foreach ((Precision precision, double tolerance) in new[] { (Precision.Fp32, Single), (Precision.Bf16, Words) })
            {
                (double[,] gram, double[,] scaledGram) = Compute(layout, scaling, precision);
                AssertClose(plain, gram, tolerance);
                AssertClose(scaled, scaledGram, tolerance);
            }
        }
    }

    [Fact]
    public void One_example_of_huge_norm_takes_no_digits_from_the_others_in_16_bits()
    {
        const int examples = 64, features = 512;
        float[] x = Draw(examples * features, 9);
        for (int f = 0; f < features; f++) x[40 * features + f] *= 1e4f;
        using torch.Tensor tensor = torch.tensor(x, [examples, features]);
        float[] exact = new float[examples * (examples - 1) / 2 + 16], found = new float[exact.Length], diagonal = new float[examples];
        using var product = new GramProduct(examples);
        using var words = new GramProduct(examples, Precision.Bf16);
        fixed (float* e = exact, f = found, d = diagonal)
        {
            product.Compute(tensor, e, d, null, null, null);
            words.Compute(tensor, f, d, null, null, null);
        }
        // Entries of ordinary examples, before centring mixes the huge one's into them.
        for (int i = 0, at = 0; i < examples; i++)
        {
            for (int j = i + 1; j < examples; j++, at++)
            {
                if (i != 40 && j != 40) Assert.Equal(exact[at], found[at], Words * features);
            }
        }
    }

    [Fact]
    public void Products_of_the_largest_16_bit_numbers_stay_within_32_bits()
    {
        // All examples equal but for their sign: every sum is as large as Cauchy and Schwarz allow.
        const int examples = 16, features = 256;
        using torch.Tensor tensor = torch.ones(examples, features);
        for (int i = 0; i < examples; i += 2) tensor[i].fill_(-1);
        (double[,] gram, _) = Compute(tensor, null, Precision.Bf16);
        for (int i = 0; i < examples; i++)
            for (int j = 0; j < examples; j++) Assert.Equal((i + j) % 2 == 0 ? features : -features, gram[i, j], 1e-3 * features);
    }

    [Fact]
    public void The_tile_without_AVX512_is_the_tile_with_it()
    {
        float[] a = Draw(16 * 37, 1), b = Draw(16 * 37, 2), wide = new float[256], narrow = new float[256], wideScaled = new float[256], narrowScaled = new float[256];
        fixed (float* pa = a, pb = b, w = wide, n = narrow, ws = wideScaled, ns = narrowScaled)
        {
            GramTile.Add(pa, pb, 37, w, ws, 0.5f);
            for (int row = 0; row < 16; row += 4) GramTile.AddFourRows(pa + row, pb, 37, n + row * 16, ns + row * 16, 0.5f);
        }
        for (int i = 0; i < 256; i++)
        {
            Assert.Equal(wide[i], narrow[i], 1e-5);
            Assert.Equal(wideScaled[i], narrowScaled[i], 1e-5);
            Assert.Equal(0.5 * wide[i], wideScaled[i], 1e-5);
        }
    }

    [Theory]
    [InlineData(Precision.Fp32)]
    [InlineData(Precision.Bf16)]
    public void What_is_not_finite_is_seen_in_the_trace_or_the_products(Precision precision)
    {
        float* gram = stackalloc float[24 * 23 / 2 + 16], diagonal = stackalloc float[24];
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            foreach (int example in new[] { 0, 20 })
            {
                float[] x = Draw(24 * 40, 3);
                x[example * 40 + 7] = bad;
                using torch.Tensor tensor = torch.tensor(x, [24, 40]);
                using var product = new GramProduct(24, precision);
                Assert.False(double.IsFinite(product.Compute(tensor, gram, diagonal, null, null, null).Trace));
            }
        }
    }

    private static (double[,] Gram, double[,] Scaled) Compute(torch.Tensor x, ChannelScaling? scaling, Precision precision)
    {
        int n = (int)x.shape[0];
        float[] gram = new float[n * (n - 1) / 2 + 16], diagonal = new float[n], scaled = new float[gram.Length], scaledDiagonal = new float[n];
        using var product = new GramProduct(n, precision);
        fixed (float* g = gram, d = diagonal, s = scaled, e = scaledDiagonal) product.Compute(x, g, d, scaling, s, e);
        return (Centered(gram, diagonal, n), Centered(scaled, scaledDiagonal, n));
    }

    private static double[,] Centered(float[] triangle, float[] diagonal, int n)
    {
        double[,] gram = new double[n, n];
        int at = 0;
        for (int i = 0; i < n; i++)
        {
            gram[i, i] = diagonal[i];
            for (int j = i + 1; j < n; j++) gram[i, j] = gram[j, i] = triangle[at++];
        }
        return Centering.Center(gram);
    }

    private static double[,] Centered(int examples, int features, Func<int, int, double> value)
    {
        double[,] gram = new double[examples, examples];
        for (int i = 0; i < examples; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int f = 0; f < features; f++) sum += value(i, f) * value(j, f);
                gram[i, j] = gram[j, i] = sum;
            }
        }
        return Centering.Center(gram);
    }

    private static void AssertClose(double[,] expected, double[,] found, double tolerance)
    {
        int n = expected.GetLength(0);
        double scale = Enumerable.Range(0, n).Average(i => expected[i, i]);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) Assert.True(Math.Abs(expected[i, j] - found[i, j]) <= tolerance * scale, $"[{i}, {j}]: {found[i, j]}, expected {expected[i, j]} to {tolerance * scale:g3}");
    }

    /// <summary>Normal numbers around a common offset of 1.</summary>
    private static float[] Draw(int count, int seed)
    {
        var random = new RandomSequence(seed, "products");
        float[] values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)(1 + random.NextNormal());
        return values;
    }
}
