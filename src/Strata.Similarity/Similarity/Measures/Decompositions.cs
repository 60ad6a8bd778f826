using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using Strata.Runtime;

namespace Strata.Similarity.Measures;

/// <summary>Decompositions of matrices in double precision: by LAPACK where libtorch is there, else by MathNet.</summary>
internal static class Decompositions
{
    /// <summary>Descending.</summary>
    /// <param name="matrix">[rows, columns], row by row.</param>
    public static double[] SingularValues(double[] matrix, int rows, int columns)
        => Libtorch.Here?.SingularValues(matrix, rows, columns) ?? WithoutLibtorch.SingularValues(matrix, rows, columns);

    /// <summary>Left singular vectors, [the smaller of rows and columns, rows], and singular values, descending.</summary>
    /// <param name="matrix">[rows, columns], row by row.</param>
    public static (double[] Vectors, double[] Values) LeftSingular(double[] matrix, int rows, int columns)
        => Libtorch.Here?.LeftSingular(matrix, rows, columns) ?? WithoutLibtorch.LeftSingular(matrix, rows, columns);

    /// <summary>Eigenvectors, [n, n], one after the other, and eigenvalues, descending.</summary>
    /// <param name="matrix">[n, n], symmetric.</param>
    public static (double[] Vectors, double[] Values) Symmetric(double[] matrix, int n)
        => Libtorch.Here?.Symmetric(matrix, n) ?? WithoutLibtorch.Symmetric(matrix, n);

    /// <summary>The same in programs that have no libtorch.</summary>
    internal static class WithoutLibtorch
    {
        public static double[] SingularValues(double[] matrix, int rows, int columns)
        {
            (double[] scaled, int exponent) = Scaled(matrix);
            return Unscaled(Thin(scaled, rows, columns).R.Svd(computeVectors: false).S, exponent);
        }

        public static (double[] Vectors, double[] Values) LeftSingular(double[] matrix, int rows, int columns)
        {
            (double[] scaled, int exponent) = Scaled(matrix);
            (Matrix<double>? q, Matrix<double> r) = Thin(scaled, rows, columns);
            Svd<double> svd = r.Svd();
            int rank = Math.Min(rows, columns);
            Matrix<double> u = svd.U.SubMatrix(0, svd.U.RowCount, 0, rank);
            // Column by column of U is row by row of its transpose.
            return ((q is null ? u : q * u).ToColumnMajorArray(), Unscaled(svd.S, exponent));
        }

        public static (double[] Vectors, double[] Values) Symmetric(double[] matrix, int n)
        {
            (double[] scaled, int exponent) = Scaled(matrix);
            Evd<double> evd = Matrix<double>.Build.Dense(n, n, scaled).Evd(Symmetricity.Symmetric);
            int[] order = [.. Enumerable.Range(0, n).OrderByDescending(k => evd.EigenValues[k].Real)];
            double[] vectors = new double[n * n];
            for (int k = 0; k < n; k++) evd.EigenVectors.Column(order[k]).AsArray().CopyTo(vectors, k * n);
            return (vectors, Unscaled(order.Select(k => evd.EigenValues[k].Real), exponent));
        }

        /// <summary>Numbers in units of the largest: MathNet takes small ones for 0.</summary>
        private static (double[] Scaled, int Exponent) Scaled(double[] matrix)
        {
            double largest = Rows.Largest(matrix);
            int exponent = largest > 0 && double.IsFinite(largest) ? Math.ILogB(largest) : 0;
            return (Array.ConvertAll(matrix, value => Math.ScaleB(value, -exponent)), exponent);
        }

        private static double[] Unscaled(IEnumerable<double> values, int exponent)
            => [.. values.Select(value => Math.ScaleB(value, exponent))];

        /// <summary>A matrix with more rows than columns as Q·R, whose R has the same singular values and is much smaller.</summary>
        private static (Matrix<double>? Q, Matrix<double> R) Thin(double[] matrix, int rows, int columns)
        {
            Matrix<double> dense = Matrix<double>.Build.DenseOfRowMajor(rows, columns, matrix);
            if (rows <= columns) return (null, dense);
            QR<double> qr = dense.QR(QRMethod.Thin);
            return (qr.Q, qr.R);
        }
    }
}
