using MathNet.Numerics.LinearAlgebra;
using Strata.Activations;
using Strata.Analysis;
using Strata.Models;
using Strata.Runtime;
using TorchSharp;

namespace Strata.Tests.Analysis;

public class PrincipalComponentsTests
{
    [Theory]
    [InlineData(60, 5, 3.0)]
    [InlineData(60, 200, 3.0)]
    [InlineData(90, 120, 1.05)]
    [InlineData(6, 40, 1.3)]
    [InlineData(50, 1, 1.0)]
    public void Shares_are_those_of_a_singular_value_decomposition(int examples, int features, double decay)
    {
        double[,] x = Decaying(examples, features, decay);
        LayerComponents result = PrincipalComponents.Of(new MemorySource("m", x), new() { Batch = 7 });
        // λ₁ settles to a relative 1e-5 per pass; with a slow spectrum a few such steps remain.
        Assert.Equal(Exact(x), result.Shares[0], 5e-4);
        Assert.Empty(result.Warnings);
    }

    /// <summary>
    /// Gram side (n &lt; p) and feature side, in batches that do not divide the examples, against MathNet's double-precision decomposition.
    /// </summary>
    [Theory]
    [InlineData(90, 5, 2.0)]
    [InlineData(60, 200, 1.6)]
    [InlineData(25, 400, 1.4)]
    public void Leading_shares_projections_and_cosines_are_those_of_a_singular_value_decomposition(int examples, int features, double decay)
    {
        double[,] x = Decaying(examples, features, decay), y = Decaying(examples, features, decay * 1.3);
        for (int i = 0; i < examples; i++)
            for (int j = 0; j < features; j++) y[i, j] += 0.7 * x[i, features - 1 - j] + 0.5 * x[i, j];
        LayerComponents found = PrincipalComponents.Of(new MemorySource("m", x, y) { ExamplesHash = "made up" },
            new() { Batch = 13, Tolerance = 1e-9, MaxPasses = 400 });
        Assert.Empty(found.Warnings);
        var exact = new[] { Decomposed(x), Decomposed(y) };
        for (int layer = 0; layer < 2; layer++)
        {
            double total = exact[layer].S.DotProduct(exact[layer].S), largest = exact[layer].S[0];
            for (int k = 0; k < 4; k++)
                Assert.Equal(k < exact[layer].S.Count ? exact[layer].S[k] * exact[layer].S[k] / total : 0, found.Leading[layer, k], 1e-4);
            double[] scores = [.. Enumerable.Range(0, examples).Select(i => found.Scores[layer, i])],
                expected = [.. exact[layer].U.Column(0).Select(u => u * largest)];
            if (expected.MaxBy(Math.Abs) < 0) expected = [.. expected.Select(u => -u)];
            for (int i = 0; i < examples; i++) Assert.Equal(expected[i], scores[i], 2e-3 * largest);
        }
        double cosine = exact[0].U.Column(0).DotProduct(exact[1].U.Column(0));
        Assert.Equal(cosine * cosine, found.Cosines[0, 1], 1e-3);
        Assert.Equal(found.Cosines[0, 1], found.Cosines[1, 0]);
        Assert.Equal(1, found.Cosines[1, 1]);
        Assert.Equal(found.Shares[1], found.Leading[1, 0]);
        Assert.Equal(Enumerable.Range(0, examples), found.Examples);
        Assert.Equal(Strata.Similarity.ExampleOrder.Hash("made up", found.Examples), found.ExamplesHash);
    }

    /// <summary>Vectors as long as a layer count, not only projections.</summary>
    [Theory]
    [InlineData(20_000, 8)]
    [InlineData(30_000, 9)]
    public void A_layer_takes_the_memory_that_is_foreseen(int features, int vectors)
    {
        float[] values = new float[4 * features];
        for (int i = 0; i < values.Length; i++) values[i] = MathF.Sin(i);
        double vectorsOf = SubspaceIteration.Bytes(features, vectors), passing = SubspaceIteration.PassingBytes(features, vectors);
        // What is compiled at the first use allocates too.
        for (int warm = 0; warm < 2; warm++)
        {
            var layer = new SubspaceIteration(vectors, 1, 0, 0, 1e-7);
            long before = GC.GetAllocatedBytesForCurrentThread();
            layer.Add(new LayerOutput(values, [4, features]));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, .8 * (vectorsOf + passing), 1.1 * (vectorsOf + passing));
        }
        LayerInfo[] layers = [.. Enumerable.Range(0, 3).Select(i => new LayerInfo(i, $"l{i}", "conv", null, null, [features]))];
        Assert.Equal(3 * vectorsOf + passing + 3 * 100 * (4 * vectors + 16),
            PrincipalComponents.Bytes(layers, 100, new() { Vectors = vectors }));
    }

    /// <summary>A gain of less than rounding is none, and where nothing gains there is nothing to wait for.</summary>
    [Theory]
    [InlineData(25, 400, 1.4)]
    [InlineData(60, 200, 1.6)]
    [InlineData(90, 120, 1.02)]
    [InlineData(200, 64, 1.0)]
    public void A_layer_settles_however_small_a_gain_is_asked_for(int examples, int features, double decay)
    {
        double[,] x = Decaying(examples, features, decay);
        var options = new ComponentOptions { Batch = 13, Tolerance = 1e-300, MaxPasses = 10_000 };
        LayerComponents found = PrincipalComponents.Of(new MemorySource("m", x), options);
        Assert.Empty(found.Warnings);
        Assert.InRange(found.Passes, 2, 1500);
        Assert.Equal(Exact(x), found.Shares[0], 1e-4);
    }

    [Theory]
    [InlineData(1e-37)]
    [InlineData(1e-23)]
    [InlineData(1e25)]
    [InlineData(1e37)]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void The_unit_of_the_features_changes_no_share(double unit)
    {
        double[,] x = Decaying(60, 30, 1.5), scaled = (double[,])x.Clone();
        foreach (ref double value in Strata.Similarity.Rows.Span(scaled)) value *= unit;
        bool wide = Math.Abs(Math.Log10(unit)) > 40;
        LayerComponents expected = PrincipalComponents.Of(new MemorySource("m", x), new() { Batch = 13 });
        LayerComponents found = PrincipalComponents.Of(new MemorySource("m", scaled) { Wide = wide }, new() { Batch = 13 });
        Assert.Equal(expected.Shares[0], found.Shares[0], 1e-4);
        for (int i = 0; i < 60; i++) Assert.Equal(expected.Scores[0, i], found.Scores[0, i] / unit, 1e-3);
    }

    [Fact]
    public void Golden_shares_hold()
    {
        double[,] x = new double[16, 5], y = new double[16, 3];
        for (int i = 0; i < 16; i++)
        {
            for (int j = 0; j < 5; j++) x[i, j] = Math.Sin(1.3 * i + 0.7 * j + 0.1 * i * j);
            for (int j = 0; j < 3; j++) y[i, j] = Math.Cos(0.9 * i - 0.4 * j + 0.05 * i * i);
        }
        double[] shares = PrincipalComponents.Of(new MemorySource("m", x, y), new()).Shares;
        Assert.Equal(0.38184251786, shares[0], 1e-5);
        Assert.Equal(0.91101664368, shares[1], 1e-5);
        Assert.Equal(0.01966034041, PrincipalComponents.Of(new MemorySource("m", x, y), new()).Cosines[0, 1], 1e-5);
    }

    [Fact]
    public void A_large_mean_does_not_drown_the_variance()
    {
        double[,] x = Decaying(80, 30, 1.5), shifted = (double[,])x.Clone();
        for (int i = 0; i < 80; i++)
        {
            for (int j = 0; j < 30; j++) shifted[i, j] += 1000;
        }
        Assert.Equal(Exact(x), PrincipalComponents.Of(new MemorySource("m", shifted), new()).Shares[0], 1e-3);
    }

    [Fact]
    public void Constant_and_broken_layers_are_undefined_with_their_reason()
    {
        double[,] constant = new double[30, 4], broken = Decaying(30, 4, 2);
        for (int i = 0; i < 30; i++) constant[i, 2] = 12345.678;
        broken[3, 1] = double.NaN;
        LayerComponents result = PrincipalComponents.Of(new MemorySource("m", constant, Decaying(30, 4, 2), broken), new());
        Assert.Equal([true, false, true], result.Shares.Select(double.IsNaN));
        Assert.StartsWith("constant", result.Undefined[0].Reason);
        Assert.StartsWith("not finite", result.Undefined[1].Reason);
        Assert.True(double.IsNaN(result.Cosines[0, 1]) && double.IsNaN(result.Cosines[1, 2]) && double.IsNaN(result.Scores[0, 3])
            && double.IsNaN(result.Leading[2, 0]));
    }

    [Fact]
    public void Nothing_native_is_left_behind()
    {
        long before = LiveTensors.Settled();
        PrincipalComponents.Of(new MemorySource("m", Decaying(30, 20, 1.2)), new());
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    private static double[,] Decaying(int examples, int features, double decay)
    {
        var random = new RandomSequence(examples * 1000L + features, "decaying");
        double[,] x = new double[examples, features];
        for (int i = 0; i < examples; i++)
        {
            for (int j = 0; j < features; j++) x[i, j] = random.NextNormal() * Math.Pow(decay, -j) + 0.5;
        }
        return x;
    }

    private static MathNet.Numerics.LinearAlgebra.Factorization.Svd<double> Decomposed(double[,] x)
    {
        Matrix<double> matrix = Matrix<double>.Build.DenseOfArray(x);
        Vector<double> mean = matrix.ColumnSums() / matrix.RowCount;
        return Matrix<double>.Build.Dense(matrix.RowCount, matrix.ColumnCount, (i, j) => matrix[i, j] - mean[j]).Svd();
    }

    private static double Exact(double[,] x)
    {
        Matrix<double> matrix = Matrix<double>.Build.DenseOfArray(x);
        Vector<double> mean = matrix.ColumnSums() / matrix.RowCount;
        Vector<double> singular = Matrix<double>.Build.Dense(matrix.RowCount, matrix.ColumnCount, (i, j) => matrix[i, j] - mean[j])
            .Svd(computeVectors: false).S;
        return singular[0] * singular[0] / singular.DotProduct(singular);
    }
}
