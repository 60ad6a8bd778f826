using Strata.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace Strata.Similarity.Measures;

/// <summary>Decompositions of matrices in double precision, by LAPACK.</summary>
internal static class Decompositions
{
    /// <summary>Descending.</summary>
    /// <param name="matrix">[rows, columns], row by row.</param>
    public static double[] SingularValues(double[] matrix, int rows, int columns)
    {
        using DisposeScope scope = NewDisposeScope();
        return Values(linalg.svdvals(tensor(matrix, [rows, columns])));
    }

    /// <summary>Left singular vectors, [the smaller of rows and columns, rows], and singular values, descending.</summary>
    /// <param name="matrix">[rows, columns], row by row.</param>
    public static (double[] Vectors, double[] Values) LeftSingular(double[] matrix, int rows, int columns)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor u, Tensor s, _) = linalg.svd(tensor(matrix, [rows, columns]), fullMatrices: false);
        return (Values(u.t()), Values(s));
    }

    /// <summary>Eigenvectors, [n, n], one after the other, and eigenvalues, descending.</summary>
    /// <param name="matrix">[n, n], symmetric.</param>
    public static (double[] Vectors, double[] Values) Symmetric(double[] matrix, int n)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor values, Tensor vectors) = linalg.eigh(tensor(matrix, [n, n]));
        return (Values(vectors.t().flip(0)), Values(values.flip(0)));
    }

    private static double[] Values(Tensor tensor) => TensorMemory.Span<double>(tensor.contiguous()).ToArray();
}
