using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Strata.Similarity;

namespace Strata.Tests.Similarity;

/// <summary>The largest eigenpair of a tridiagonal matrix against the decomposition of the whole.</summary>
public class TridiagonalTests
{
    [Theory]
    [InlineData(1, 1.0, 1.0)]
    [InlineData(2, 1.0, 1.0)]
    [InlineData(7, 1e-9, 1.0)]
    [InlineData(20, 1e6, 1e-3)]
    [InlineData(64, 1.0, 1e-12)]
    public void Largest_eigenpair_is_that_of_the_dense_decomposition(int n, double scale, double beside)
    {
        var random = new Random(n);
        for (int round = 0; round < 20; round++)
        {
            double[] diagonal = [.. Enumerable.Range(0, n).Select(_ => scale * (random.NextDouble() - 0.5))],
                off = [.. Enumerable.Range(0, n).Select(_ => scale * beside * (0.1 + random.NextDouble()))];
            DenseMatrix matrix = DenseMatrix.Create(n, n, (i, j) => i == j ? diagonal[i] : Math.Abs(i - j) == 1 ? off[Math.Min(i, j)] : 0);
            double expected = matrix.Evd(Symmetricity.Symmetric).EigenValues[n - 1].Real;
            (double value, double[] vector) = Tridiagonal.Largest(diagonal, off);
            Assert.Equal(expected, value, 1e-13 * scale * n);
            var v = DenseVector.OfArray(vector);
            Assert.Equal(1, v.L2Norm(), 1e-12);
            Assert.True((matrix * v - value * v).L2Norm() <= 1e-13 * scale * n);
        }
    }

    [Fact]
    public void Vector_of_growing_entries_is_exact_down_to_its_smallest()
    {
        // λ is about 100 and each entry about a hundredth of the one before it.
        double[] diagonal = [100, 0, 0, 0, 0, 0], off = [1, 1, 1, 1, 1, 1];
        (double value, double[] vector) = Tridiagonal.Largest(diagonal, off);
        for (int i = 1; i < 5; i++) Assert.Equal(value, (vector[i - 1] + vector[i + 1]) / vector[i], 1e-9);
        Assert.Equal(value, vector[4] / vector[5], 1e-9);
    }

    [Fact]
    public void Zeros_have_the_eigenvalue_zero()
        => Assert.Equal(0, Tridiagonal.Largest([0], [0]).Value);
}
