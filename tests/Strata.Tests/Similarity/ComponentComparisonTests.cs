using MathNet.Numerics.LinearAlgebra.Double;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Similarity;

/// <summary>Components within batches against a singular value decomposition of the same batches.</summary>
public class ComponentComparisonTests
{
    /// <summary>fp32 Grams against double precision.</summary>
    private const double SingleTolerance = 2e-5;

    [Fact]
    public void Golden_values_without_the_first_component_and_of_its_cosine_hold()
    {
        // X_ij = sin(1.3i + 0.7j + 0.1ij), Y_ij = cos(0.9i − 0.4j + 0.05i²), all 16 rows at once.
        var x = new MemorySource("x", Fill(16, 5, (i, j) => Math.Sin(1.3 * i + 0.7 * j + 0.1 * i * j)));
        var y = new MemorySource("y", Fill(16, 3, (i, j) => Math.Cos(0.9 * i - 0.4 * j + 0.05 * i * i)));
        SimilarityMatrix matrix = ModelComparison.Compare([x, y], [(0, 1)],
            new() { Batch = 16, WithoutComponents = 1, Components = true })[0];
        Assert.Equal(0.00745218833, matrix.Values[0, 0], SingleTolerance);
        Assert.Equal(0.01966034041, matrix.Components!.Cosines[0, 0], SingleTolerance);
        Assert.Equal(0.38184251786, matrix.Components.SharesA[0], SingleTolerance);
        Assert.Equal(0.91101664368, matrix.Components.SharesB[0], SingleTolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Removing_components_is_subtracting_them_from_the_layers(int remove)
    {
        const int examples = 96, batch = 32;
        double[][,] layers = [.. Enumerable.Range(0, 4).Select(k => Normal(examples, 6 + 9 * k, k))];
        // A strong common direction in two of them.
        for (int i = 0; i < examples; i++)
        {
            layers[1][i, 0] += 4 * Math.Sin(i);
            layers[2][i, 1] += 4 * Math.Sin(i);
        }
        SimilarityMatrix matrix = ModelComparison.Compare([new MemorySource("m", layers)], [(0, 0)],
            new() { Batch = batch, Passes = 2, WithoutComponents = remove, Components = true })[0];
        // The same batches, each without its components, as layers of their own in the order of the comparison.
        double[][,] without = [.. layers.Select(layer => Without(layer, matrix.Examples, batch, remove))];
        for (int a = 0; a < 4; a++)
        {
            for (int b = 0; b < 4; b++)
            {
                double expected = a == b ? 1 : MinibatchCka.Compute(without[a], without[b], new() { Batch = batch }).Value!.Value;
                Assert.Equal(expected, matrix.Values[a, b], 1e-4);
            }
        }
        Assert.Equal(1, matrix.Components!.Cosines[0, 0], 1e-9);
        Assert.True(matrix.Components.Cosines[1, 2] > 0.7);
    }

    [Fact]
    public void A_layer_of_one_direction_has_nothing_left_and_says_so()
    {
        double[,] line = Fill(60, 5, (i, j) => Math.Sin(i) * (j + 1)), other = Normal(60, 8, 1);
        SimilarityMatrix matrix = ModelComparison.Compare([new MemorySource("m", line, other)], [(0, 0)],
            new() { Batch = 20, WithoutComponents = 1, Components = true })[0];
        Assert.Equal(["layer0"], matrix.Undefined.Select(u => u.Layer));
        Assert.True(double.IsNaN(matrix.Values[0, 1]));
        Assert.Equal(1.0, matrix.Values[1, 1]);
    }

    [Fact]
    public void Constant_layers_have_no_component_and_spoil_no_other()
    {
        SimilarityMatrix matrix = ModelComparison.Compare(
            [new MemorySource("m", Normal(60, 4, 1), Fill(60, 3, (_, _) => 7), Fill(60, 3, (i, _) => i == 5 ? double.NaN : i))], [(0, 0)],
            new() { Batch = 20, Components = true })[0];
        Assert.Equal([false, true, true], matrix.Components!.SharesA.Select(double.IsNaN));
        Assert.True(double.IsNaN(matrix.Components.Cosines[0, 1]) && double.IsNaN(matrix.Components.Cosines[2, 0]));
        Assert.Equal(1, matrix.Components.Cosines[0, 0], 1e-9);
    }

    [Fact]
    public void More_components_than_a_batch_has_are_refused()
        => Assert.Contains("withoutComponents",
            Assert.Throws<InvalidOptionsException>(() => new ComparisonOptions { Batch = 8, WithoutComponents = 5 }.Validate()).Message);

    private static double[,] Without(double[,] layer, int[,] order, int batch, int remove)
    {
        int rows = order.Length, features = layer.GetLength(1);
        double[,] result = new double[rows, features];
        for (int start = 0; start < rows; start += batch)
        {
            var x = DenseMatrix.Create(batch, features,
                (i, j) => (float)layer[order[(start + i) / order.GetLength(1), (start + i) % order.GetLength(1)], j]);
            for (int j = 0; j < features; j++) x.SetColumn(j, x.Column(j) - x.Column(j).Average());
            var svd = x.Svd();
            for (int c = 0; c < remove; c++) x -= (DenseMatrix)(svd.S[c] * svd.U.Column(c).OuterProduct(svd.VT.Row(c)));
            for (int i = 0; i < batch; i++)
            {
                for (int j = 0; j < features; j++) result[start + i, j] = x[i, j];
            }
        }
        return result;
    }

    private static double[,] Normal(int rows, int columns, int seed)
    {
        var random = new RandomSequence(seed, "normal");
        return Fill(rows, columns, (_, _) => random.NextNormal());
    }

    private static double[,] Fill(int rows, int columns, Func<int, int, double> value)
    {
        double[,] result = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) result[i, j] = value(i, j);
        }
        return result;
    }
}
