using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Tests.Similarity.Measures;

/// <summary>What programs without libtorch decompose by against LAPACK.</summary>
public sealed class DecompositionsTests
{
    private const double Tolerance = 1e-10;

    [Theory]
    [InlineData(60, 60)]
    [InlineData(80, 20)]
    [InlineData(20, 80)]
    [InlineData(7, 1)]
    [InlineData(1, 7)]
    public void Singular_values_and_vectors_are_those_of_LAPACK(int rows, int columns)
    {
        double[] matrix = Normal(rows * columns, 1);
        (double[] vectors, double[] values) = Decompositions.WithoutLibtorch.LeftSingular(matrix, rows, columns);
        (double[] expected, double[] expectedValues) = Decompositions.LeftSingular(matrix, rows, columns);
        Close(expectedValues, values);
        Close(expectedValues, Decompositions.WithoutLibtorch.SingularValues(matrix, rows, columns));
        Close(Decompositions.SingularValues(matrix, rows, columns), values);
        CloseButForSigns(expected, vectors, rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(70)]
    public void Eigenvalues_and_vectors_are_those_of_LAPACK(int n)
    {
        double[] half = Normal(n * n, 2), matrix = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) matrix[i * n + j] = half[i * n + j] + half[j * n + i];
        (double[] vectors, double[] values) = Decompositions.WithoutLibtorch.Symmetric(matrix, n);
        (double[] expected, double[] expectedValues) = Decompositions.Symmetric(matrix, n);
        Close(expectedValues, values);
        CloseButForSigns(expected, vectors, n);
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void The_unit_changes_no_digits(double unit)
    {
        double[] matrix = Normal(30 * 12, 4), scaled = Array.ConvertAll(matrix, value => value * unit);
        (double[] vectors, double[] values) = Decompositions.WithoutLibtorch.LeftSingular(scaled, 30, 12);
        (double[] expected, double[] expectedValues) = Decompositions.LeftSingular(matrix, 30, 12);
        Close(expectedValues, Array.ConvertAll(values, value => value / unit));
        Close(expectedValues, Array.ConvertAll(Decompositions.WithoutLibtorch.SingularValues(scaled, 30, 12), value => value / unit));
        CloseButForSigns(expected, vectors, 30);
        double[] gram = MatrixProduct.Gram(matrix, 30, 12), small = Array.ConvertAll(gram, value => value * unit);
        Close(Decompositions.Symmetric(gram, 30).Values,
            Array.ConvertAll(Decompositions.WithoutLibtorch.Symmetric(small, 30).Values, value => value / unit));
    }

    [Fact]
    public void A_matrix_of_low_rank_has_zeros_for_the_rest()
    {
        double[] x = Normal(40, 3), matrix = new double[40 * 10];
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < 10; j++) matrix[i * 10 + j] = x[i] * (j + 1);
        double[] values = Decompositions.WithoutLibtorch.LeftSingular(matrix, 40, 10).Values;
        Assert.Equal(Decompositions.SingularValues(matrix, 40, 10)[0], values[0], Tolerance);
        Assert.All(values[1..], value => Assert.InRange(value, 0, Tolerance));
    }

    private static double[] Normal(int count, int seed)
    {
        var random = new RandomSequence(seed, "decompositions");
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    private static void Close(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], Tolerance);
    }

    private static void CloseButForSigns(double[] expected, double[] found, int length)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int start = 0; start < expected.Length; start += length)
        {
            double product = 0;
            for (int i = start; i < start + length; i++) product += expected[i] * found[i];
            Assert.Equal(1, Math.Abs(product), Tolerance);
        }
    }
}
