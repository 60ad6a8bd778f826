namespace Strata.Similarity;

/// <summary>
/// Through features, linear kernel only: ⟨HKH, HLH⟩ = ‖XᵀY‖² for centred X and Y (Kornblith et al. 2019, eq. 4). With aᵢ = ‖xᵢ‖² and bᵢ =
/// ‖yᵢ‖² the rows of the
/// Grams without their diagonals sum to −aᵢ and −bᵢ, so n(n − 3)·HSIC₁ = ‖XᵀY‖² − n/(n − 2)·Σaᵢbᵢ + ΣaᵢΣbᵢ/((n − 1)(n − 2)).
/// </summary>
internal sealed class FeatureTerms(Estimator estimator, LayerRows x, LayerRows y) : BatchTerms(estimator, x, y)
{
    public override HsicTerms Compute(double[] x, double[] y, int n)
    {
        (double spreadX, double lostX) = X.Center(x, n);
        (double spreadY, double lostY) = Y.Center(y, n);
        double[] a = Norms(x, n, X.Features), b = Norms(y, n, Y.Features);
        double[] tx = MatrixProduct.Transpose(x, n, X.Features), ty = MatrixProduct.Transpose(y, n, Y.Features);
        double cross = Term(MatrixProduct.Cross(tx, X.Features, ty, Y.Features, n), a, b, n);
        double selfX = Term(MatrixProduct.Cross(tx, X.Features, tx, X.Features, n), a, a, n);
        double selfY = Term(MatrixProduct.Cross(ty, Y.Features, ty, Y.Features, n), b, b, n);
        return new(cross, Alone(selfX, spreadX, spreadX, lostX, n), Alone(selfY, spreadY, spreadY, lostY, n), Weight(n), 1);
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
