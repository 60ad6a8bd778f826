namespace Strata.Similarity;

/// <summary>
/// The Hilbert–Schmidt independence criterion of two Gram matrices over the same examples (Gretton et al. 2005; Song et al. 2012; P1 §3).
/// </summary>
public static class Hsic
{
    /// <summary>HSIC₀ = ⟨HKH, HLH⟩/(n − 1)².</summary>
    /// <param name="k">[examples, examples], symmetric.</param>
    /// <param name="l">[examples, examples], symmetric.</param>
    /// <exception cref="ArgumentException">Not square, not over the same examples, or fewer than 2.</exception>
    public static double Biased(double[,] k, double[,] l)
    {
        Rows.CheckPair(k, l, atLeast: 2);
        int n = k.GetLength(0);
        return Rows.Dot(Rows.Span(Centering.Center(k)), Rows.Span(Centering.Center(l)), n) / ((n - 1.0) * (n - 1.0));
    }

    /// <summary>HSIC₁ by U-centring: ⟨K̂, L̂⟩/(n(n − 3)) (Székely and Rizzo 2014). Can be negative.</summary>
    /// <inheritdoc cref="UnbiasedDirect"/>
    public static double Unbiased(double[,] k, double[,] l)
    {
        Rows.CheckPair(k, l, atLeast: 4);
        int n = k.GetLength(0);
        return Rows.Dot(Rows.Span(UCentering.Center(k)), Rows.Span(UCentering.Center(l)), n) / (n * (n - 3.0));
    }

    /// <summary>
    /// HSIC₁ as Song et al. 2012 (eq. 5) write it: equal to <see cref="Unbiased"/> but for rounding, of which it has more.
    /// </summary>
    /// <param name="k">[examples, examples], symmetric.</param>
    /// <param name="l">[examples, examples], symmetric.</param>
    /// <exception cref="ArgumentException">Not square, not over the same examples, or fewer than 4.</exception>
    public static double UnbiasedDirect(double[,] k, double[,] l)
    {
        Rows.CheckPair(k, l, atLeast: 4);
        int n = k.GetLength(0);
        double trace = 0, sumK = 0, sumL = 0, sumKL = 0;
        for (int i = 0; i < n; i++)
        {
            double rowK = 0, rowL = 0;
            for (int j = 0; j < n; j++)
            {
                if (i == j) continue;
                trace += k[i, j] * l[i, j];
                rowK += k[i, j];
                rowL += l[i, j];
            }
            sumK += rowK;
            sumL += rowL;
            sumKL += rowK * rowL;
        }
        return (trace + sumK * sumL / ((n - 1.0) * (n - 2)) - 2 * sumKL / (n - 2)) / (n * (n - 3.0));
    }
}
