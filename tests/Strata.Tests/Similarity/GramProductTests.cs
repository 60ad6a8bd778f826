using Strata.Activations;
using Strata.Processor;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Kernels;
using Strata.Training;

namespace Strata.Tests.Similarity;

/// <summary>The packed, blocked products against sums in double precision.</summary>
public sealed unsafe class GramProductTests : IDisposable
{
    /// <summary>
    /// What rounding to so many bits costs an entry of the centred Gram of normal numbers, relative to the mean of its diagonal. Numbers
    /// are rounded to nearest and multiplied as integers, exactly, so that processors differ in what <see cref="Rounding"/> bounds alone.
    /// </summary>
    private const double Words = 4e-4, Bytes = 3e-3;

    private static readonly (Precision Precision, bool Assembled, double Rounded)[] s_ways =
        [(Precision.Fp32, true, 0), (Precision.Bf16, true, Bytes), (Precision.Bf16, false, Words)];

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
    [InlineData(16, 1024, 1)]
    [InlineData(250, 1088, 3)]
    [InlineData(300, 2112, 2)]
    public void Entries_are_those_of_the_definition_for_every_shape(int examples, int features, int threads)
    {
        ParallelRows.Parts = threads;
        float[] x = Draw(examples * features, 5);
        double Value(int i, int f) => x[i * features + f];
        double[,] expected = Centered(examples, features, Value);
        double rounding = Rounding(examples, features, Value);
        foreach ((Precision precision, bool assembled, double rounded) in s_ways)
            AssertClose(expected, Compute(new(x, [examples, features]), null, precision, assembled).Gram, rounded, rounding);
    }

    [Theory]
    [InlineData(30, 3, 5, 1)]
    [InlineData(64, 16, 8, 2)]
    [InlineData(50, 40, 4, 3)]
    [InlineData(290, 18, 3, 2)]
    [InlineData(290, 32, 6, 3)]
    [InlineData(35, 16, 26, 1)]
    public void A_layer_that_scales_channels_needs_no_products_of_its_own(int examples, int channels, int size, int threads)
    {
        ParallelRows.Parts = threads;
        float[] x = Draw(examples * channels * size * size, 6), factors = Draw(channels, 7), offsets = Draw(channels, 8);
        var scaling = new ChannelScaling(0, factors, offsets);
        int[] shape = [examples, channels, size, size];
        int features = channels * size * size;
        float[] last = new LayerOutput(x, shape).ToChannelsLast();
        double Value(int i, int f) => x[i * features + f];
        double Scaled(int i, int f) => factors[f / (size * size)] * Value(i, f) + offsets[f / (size * size)];
        double[,] plain = Centered(examples, features, Value), scaled = Centered(examples, features, Scaled);
        double rounding = Rounding(examples, features, Value), scaledRounding = Rounding(examples, features, Scaled);
        foreach (float[] layout in new[] { x, last })
        {
            foreach ((Precision precision, bool assembled, double rounded) in s_ways)
            {
                (double[,] gram, double[,] scaledGram) = Compute(new(layout, shape, layout == last), scaling, precision, assembled);
                AssertClose(plain, gram, rounded, rounding);
                AssertClose(scaled, scaledGram, rounded, scaledRounding);
            }
        }
    }

    [Theory]
    [InlineData(true, Bytes)]
    [InlineData(false, Words)]
    public void One_example_of_huge_norm_takes_no_digits_from_the_others_in_fixed_point(bool assembled, double tolerance)
    {
        const int examples = 64, features = 1024;
        float[] x = Draw(examples * features, 9);
        for (int f = 0; f < features; f++) x[40 * features + f] *= 1e4f;
        LayerOutput output = new(x, [examples, features]);
        float[] exact = new float[examples * (examples - 1) / 2 + 16], found = new float[exact.Length], diagonal = new float[examples];
        using var product = new GramProduct(examples);
        using var rounded = new GramProduct(examples, Precision.Bf16, assembled);
        fixed (float* e = exact, f = found, d = diagonal)
        {
            product.Compute(output, e, d, null, null, null);
            rounded.Compute(output, f, d, null, null, null);
        }
        // Entries of ordinary examples, before centring mixes the huge one's into them; offsets leave them larger than the others.
        for (int i = 0, at = 0; i < examples; i++)
        {
            for (int j = i + 1; j < examples; j++, at++)
            {
                if (i != 40 && j != 40) Assert.Equal(exact[at], found[at], tolerance * features);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Products_of_the_largest_numbers_of_fixed_point_stay_within_32_bits(bool assembled)
    {
        // All examples equal but for their sign: every sum is as large as Cauchy and Schwarz allow.
        const int examples = 16, features = 1024;
        float[] x = new float[examples * features];
        for (int i = 0; i < x.Length; i++) x[i] = i / features % 2 == 0 ? -1 : 1;
        (double[,] gram, _) = Compute(new(x, [examples, features]), null, Precision.Bf16, assembled);
        for (int i = 0; i < examples; i++)
            for (int j = 0; j < examples; j++) Assert.Equal((i + j) % 2 == 0 ? features : -features, gram[i, j], 1e-3 * features);
    }

    [Fact]
    public void The_assembled_product_of_bytes_is_that_of_integers()
    {
        Needs.Machine(Capability.ByteTiles.CanRun, "needs AVX-512 VNNI");
        const int quads = 37;
        sbyte[] a = new sbyte[quads * 64], b = new sbyte[quads * 64];
        var random = new RandomSequence(3, "bytes");
        for (int i = 0; i < a.Length; i++) (a[i], b[i]) = ((sbyte)(random.Next(256) - 128), (sbyte)(random.Next(256) - 128));
        int[] starts = new int[16];
        for (int i = 0; i < a.Length; i++) starts[i / 4 % 16] -= 128 * a[i];
        float[] unitsA = Draw(16, 1), unitsB = Draw(16, 2), tile = Draw(256, 4), scaled = Draw(256, 5), found = [.. tile],
            foundScaled = [.. scaled];
        fixed (sbyte* pa = a, pb = b)
        fixed (int* start = starts)
        fixed (float* ua = unitsA, ub = unitsB, t = found, s = foundScaled)
        {
            ByteTile.Add(new((nint)pa, (nint)pb, quads, (nint)t, (nint)s, 0.3f, (nint)ua, (nint)ub, (nint)start));
            ByteTile.Add(new((nint)pa, (nint)pb, quads, (nint)t, 0, 0.3f, (nint)ua, (nint)ub, (nint)start));
        }
        for (int i = 0; i < 16; i++)
        {
            for (int j = 0; j < 16; j++)
            {
                int sum = 0;
                for (int k = 0; k < quads * 4; k++) sum += a[k / 4 * 64 + i * 4 + k % 4] * b[k / 4 * 64 + j * 4 + k % 4];
                float product = sum * (unitsA[i] * unitsB[j]);
                Assert.Equal(tile[i * 16 + j] + product + product, found[i * 16 + j]);
                Assert.Equal(MathF.FusedMultiplyAdd(product, 0.3f, scaled[i * 16 + j]), foundScaled[i * 16 + j]);
            }
        }
    }

    [Fact]
    public void The_assembled_product_of_floats_has_the_bits_of_vectors()
    {
        Needs.Machine(System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated, "needs AVX-512");
        float[] a = Draw(16 * 37, 1), b = Draw(16 * 37, 2), assembled = Draw(256, 3), vectors = [.. assembled],
            assembledScaled = Draw(256, 4), vectorsScaled = [.. assembledScaled];
        fixed (float* pa = a, pb = b, f = assembled, v = vectors, fs = assembledScaled, vs = vectorsScaled)
        {
            FloatTile.Add(pa, pb, 37, f, fs, 0.5f);
            FloatTile.Add(pa, pb, 37, f, null, 0.5f);
            FloatTile.AddInVectors(pa, pb, 37, v, vs, 0.5f);
            FloatTile.AddInVectors(pa, pb, 37, v, null, 0.5f);
        }
        Assert.Equal(vectors, assembled);
        Assert.Equal(vectorsScaled, assembledScaled);
    }

    [Fact]
    public void The_product_made_for_AVX2_has_the_bits_of_vectors()
    {
        Needs.Machine(Capability.FloatTiles.CanRun && System.Runtime.Intrinsics.Vector512.IsHardwareAccelerated, "needs AVX-512");
        float[] a = Draw(16 * 37, 1), b = Draw(16 * 37, 2), halves = Draw(256, 3), vectors = [.. halves], halvesScaled = Draw(256, 4),
            vectorsScaled = [.. halvesScaled];
        using MachineCode code = HalfTileCode.TryAssemble()!;
        fixed (float* pa = a, pb = b, h = halves, v = vectors, hs = halvesScaled, vs = vectorsScaled)
        {
            var product = new TileProduct((nint)pa, (nint)pb, 37, (nint)h, (nint)hs, 0.5f);
            ((delegate* unmanaged[SuppressGCTransition]<TileProduct*, void>)code.Entry)(&product);
            FloatTile.AddInVectors(pa, pb, 37, v, vs, 0.5f);
        }
        Assert.Equal(vectors, halves);
        Assert.Equal(vectorsScaled, halvesScaled);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Threads_without_a_share_add_nothing_of_the_layer_before(bool scales)
    {
        ParallelRows.Parts = 4;
        const int n = 20;
        LayerOutput wide = new(Draw(n * 64 * 64, 9), [n, 64, 8, 8]), narrow = new(Draw(n * 2, 10), [n, 2, 1, 1]);
        var scaling = new ChannelScaling(0, Draw(64, 11), Draw(64, 12));
        float[] Run(GramProduct product, LayerOutput x)
        {
            float[] gram = new float[n * (n - 1) / 2 + 16], diagonal = new float[n], scaled = new float[gram.Length],
                scaledDiagonal = new float[n];
            fixed (float* g = gram, d = diagonal, s = scaled, e = scaledDiagonal) product.Compute(x, g, d, scales ? scaling : null, s, e);
            return [.. gram, .. diagonal, .. scaled, .. scaledDiagonal];
        }
        using GramProduct used = new(n), fresh = new(n);
        Run(used, wide);
        Assert.Equal(Run(fresh, narrow), Run(used, narrow));
    }

    [Fact]
    public void Two_strips_at_once_have_the_bits_of_one_after_the_other()
    {
        const int depth = 37;
        float[] a = Draw(16 * depth, 1), b = Draw(2 * 16 * depth, 2), together = Draw(512, 3), apart = [.. together],
            togetherScaled = Draw(512, 4), apartScaled = [.. togetherScaled];
        fixed (float* pa = a, pb = b, t = together, o = apart, ts = togetherScaled, os = apartScaled)
        {
            FloatTile.Add(pa, pb, depth, t, ts, 0.5f, strips: 2);
            FloatTile.Add(pa, pb, depth, t, null, 0.5f, strips: 2);
            for (int strip = 0; strip < 2; strip++)
            {
                FloatTile.Add(pa, pb + strip * 16 * depth, depth, o + strip * 256, os + strip * 256, 0.5f);
                FloatTile.Add(pa, pb + strip * 16 * depth, depth, o + strip * 256, null, 0.5f);
            }
        }
        Assert.Equal(apart, together);
        Assert.Equal(apartScaled, togetherScaled);
    }

    [Fact]
    public void Two_strips_of_bytes_at_once_have_the_bits_of_one_after_the_other()
    {
        Needs.Machine(Capability.ByteTiles.CanRun, "needs AVX-512 VNNI");
        const int quads = 37;
        sbyte[] a = new sbyte[quads * 64], b = new sbyte[2 * quads * 64];
        var random = new RandomSequence(4, "bytes");
        foreach (sbyte[] side in new[] { a, b })
            for (int i = 0; i < side.Length; i++) side[i] = (sbyte)(random.Next(256) - 128);
        int[] starts = new int[16];
        for (int i = 0; i < a.Length; i++) starts[i / 4 % 16] -= 128 * a[i];
        float[] unitsA = Draw(16, 1), unitsB = Draw(32, 2), together = Draw(512, 4), apart = [.. together], togetherScaled = Draw(512, 5),
            apartScaled = [.. togetherScaled];
        fixed (sbyte* pa = a, pb = b)
        fixed (int* start = starts)
        fixed (float* ua = unitsA, ub = unitsB, t = together, o = apart, ts = togetherScaled, os = apartScaled)
        {
            ByteTile.Add(new((nint)pa, (nint)pb, quads, (nint)t, (nint)ts, 0.3f, (nint)ua, (nint)ub, (nint)start), strips: 2);
            for (int strip = 0; strip < 2; strip++)
                ByteTile.Add(new((nint)pa, (nint)(pb + strip * quads * 64), quads, (nint)(o + strip * 256), (nint)(os + strip * 256), 0.3f,
                    (nint)ua, (nint)(ub + strip * 16), (nint)start));
        }
        Assert.Equal(apart, together);
        Assert.Equal(apartScaled, togetherScaled);
    }

    [Fact]
    public void The_tile_without_AVX512_is_the_tile_with_it()
    {
        float[] a = Draw(16 * 37, 1), b = Draw(16 * 37, 2), wide = new float[256], narrow = new float[256], wideScaled = new float[256],
            narrowScaled = new float[256];
        fixed (float* pa = a, pb = b, w = wide, n = narrow, ws = wideScaled, ns = narrowScaled)
        {
            FloatTile.Add(pa, pb, 37, w, ws, 0.5f);
            for (int row = 0; row < 16; row += 4) FloatTile.AddFourRows(pa + row, pb, 37, n + row * 16, ns + row * 16, 0.5f);
        }
        for (int i = 0; i < 256; i++)
        {
            // Sums of 37 products, with or without a rounding between product and sum, each way (Higham 2002, eq. 3.5).
            double products = 0;
            for (int k = 0; k < 37; k++) products += Math.Abs(a[k * 16 + i / 16] * (double)b[k * 16 + i % 16]);
            double tolerance = 2 * 2 * 37 * UnitRoundoff.OfSingle * products;
            Assert.Equal(wide[i], narrow[i], tolerance);
            Assert.Equal(wideScaled[i], narrowScaled[i], 0.5 * tolerance);
            // Half a number is exact.
            Assert.Equal(0.5f * wide[i], wideScaled[i]);
        }
    }

    [Theory]
    [InlineData(Precision.Fp32, true, 40)]
    [InlineData(Precision.Bf16, true, 1024)]
    [InlineData(Precision.Bf16, false, 40)]
    public void What_is_not_finite_is_seen_in_the_trace_or_the_products(Precision precision, bool assembled, int features)
    {
        float* gram = stackalloc float[24 * 23 / 2 + 16], diagonal = stackalloc float[24];
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            foreach (int example in new[] { 0, 20 })
            {
                float[] x = Draw(24 * features, 3);
                x[example * features + 7] = bad;
                using var product = new GramProduct(24, precision, assembled);
                Assert.False(double.IsFinite(product.Compute(new(x, [24, features]), gram, diagonal, null, null, null).Trace));
            }
        }
    }

    private static (double[,] Gram, double[,] Scaled) Compute(LayerOutput x, ChannelScaling? scaling, Precision precision, bool assembled)
    {
        int n = x.Examples;
        float[] gram = new float[n * (n - 1) / 2 + 16], diagonal = new float[n], scaled = new float[gram.Length],
            scaledDiagonal = new float[n];
        using var product = new GramProduct(n, precision, assembled);
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

    /// <summary>
    /// By how much sums in single precision may miss an entry of the centred Gram. A sum of p products errs by at most λ√p·2⁻²⁴ of the
    /// norms of what is multiplied, but with a chance of 2·exp(−λ²/2) (Higham and Mary 2019); λ = 9 leaves 1e-12 for all entries here.
    /// Taking off an offset rounds each number once more, on either side, and scaling a sum twice; centring adds up four entries at most.
    /// </summary>
    private static double Rounding(int examples, int features, Func<int, int, double> value)
    {
        double[] norms = new double[examples];
        for (int f = 0; f < features; f++)
        {
            // What GramProduct takes off.
            double offset = Enumerable.Range(0, Math.Min(16, examples)).Average(i => value(i, f));
            for (int i = 0; i < examples; i++) norms[i] += Math.Pow(value(i, f) - offset, 2);
        }
        return 4 * 9 * Math.Sqrt(features + 4) * UnitRoundoff.OfSingle * norms.Max();
    }

    private static void AssertClose(double[,] expected, double[,] found, double rounded, double rounding)
    {
        int n = expected.GetLength(0);
        double tolerance = rounding + rounded * Enumerable.Range(0, n).Average(i => expected[i, i]);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                Assert.True(Math.Abs(expected[i, j] - found[i, j]) <= tolerance,
                    $"[{i}, {j}]: {found[i, j]}, expected {expected[i, j]} to {tolerance:g3}");
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
