namespace Strata.Similarity;

/// <summary>
/// Through features, linear kernel only: ⟨HKH, HLH⟩ = ‖XᵀY‖² for centred X and Y (Kornblith et al. 2019, eq. 4). With aᵢ = ‖xᵢ‖² and bᵢ =
/// ‖yᵢ‖² the rows of the Grams without their diagonals sum to −aᵢ and −bᵢ, so n(n − 3)·HSIC₁ = ‖XᵀY‖² − n/(n − 2)·Σaᵢbᵢ + ΣaᵢΣbᵢ/((n − 1)(n
/// − 2)).
/// </summary>
internal sealed class FeatureTerms(Estimator estimator) : BatchTerms(estimator)
{
    public override HsicTerms Compute(double[] x, int featuresX, double[] y, int featuresY, int n)
    {
        double traceX = Centering.Columns(x, n, featuresX), traceY = Centering.Columns(y, n, featuresY), weight = Weight(n);
        double[] a = Norms(x, n, featuresX), b = Norms(y, n, featuresY);
        double[] tx = MatrixProduct.Transpose(x, n, featuresX), ty = MatrixProduct.Transpose(y, n, featuresY);
        return new(Term(MatrixProduct.Cross(tx, featuresX, ty, featuresY, n), a, b, n),
            Term(MatrixProduct.Cross(tx, featuresX, tx, featuresX, n), a, a, n),
            Term(MatrixProduct.Cross(ty, featuresY, ty, featuresY, n), b, b, n), weight * traceX * traceX,
            weight * traceY * traceY, weight, 1);
    }

    protected override double Numbers(double batch, double featuresX, double featuresY)
        => 2 * batch * (featuresX + featuresY) + (featuresX + featuresY) * (featuresX + featuresY);

    protected override long LargestSquare(long batch, long featuresX, long featuresY)
        => Math.Max(featuresX, featuresY) * Math.Max(featuresX, featuresY);

    private double Term(double[] products, double[] a, double[] b, int n)
    {
        double squares = Rows.Dot(products, products);
        return Unbiased ? squares - n / (n - 2.0) * Rows.Dot(a, b) + Rows.Sum(a) * Rows.Sum(b) / ((n - 1.0) * (n - 2)) : squares;
    }

    private static double[] Norms(double[] rows, int n, int features)
    {
        double[] norms = new double[n];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = rows.AsSpan(i * features, features);
            norms[i] = Rows.Dot(row, row);
        }
        return norms;
    }
}
