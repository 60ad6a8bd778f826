namespace Strata.Similarity;

/// <summary>A symmetric tridiagonal matrix whose off-diagonal entries are not zero, as Lanczos' iteration builds it.</summary>
internal static class Tridiagonal
{
    /// <summary>
    /// The largest eigenvalue, by bisection, and its unit vector, by inverse iteration (Golub &amp; Van Loan 2013 §8.4 and §7.6).
    /// </summary>
    /// <param name="diagonal">[n], finite.</param>
    /// <param name="beside">[n − 1 or more].</param>
    public static (double Value, double[] Vector) Largest(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> beside)
    {
        int n = diagonal.Length;
        (double low, double high) = (double.NegativeInfinity, double.NegativeInfinity);
        for (int i = 0; i < n; i++)
        {
            double radius = (i > 0 ? Math.Abs(beside[i - 1]) : 0) + (i < n - 1 ? Math.Abs(beside[i]) : 0);
            (low, high) = (Math.Max(low, diagonal[i]), Math.Max(high, diagonal[i] + radius));
        }
        high = Math.BitIncrement(high + 1e-15 * Math.Abs(high));
        double[] pivots = new double[n];
        while (true)
        {
            double middle = low + (high - low) / 2;
            if (!(middle > low && middle < high)) break;
            if (Factor(diagonal, beside, middle, pivots)) high = middle;
            else low = middle;
        }
        Factor(diagonal, beside, high, pivots);
        double[] vector = new double[n];
        Array.Fill(vector, 1);
        for (int again = 0; again < 3; again++) Solve(beside, pivots, vector);
        return (low, vector);
    }

    /// <summary>Pivots of L·D·Lᵀ = shift·I − T; false at the first that is not positive: the shift is no upper bound then.</summary>
    private static bool Factor(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> beside, double shift, Span<double> pivots)
    {
        for (int i = 0; i < diagonal.Length; i++)
        {
            pivots[i] = shift - diagonal[i] - (i > 0 ? beside[i - 1] * beside[i - 1] / pivots[i - 1] : 0);
            if (!(pivots[i] > 0)) return false;
        }
        return true;
    }

    /// <summary>x ← (shift·I − T)⁻¹·x, scaled to unit length.</summary>
    private static void Solve(ReadOnlySpan<double> beside, ReadOnlySpan<double> pivots, Span<double> x)
    {
        int last = x.Length - 1;
        for (int i = 1; i <= last; i++) x[i] += beside[i - 1] / pivots[i - 1] * x[i - 1];
        x[last] /= pivots[last];
        for (int i = last - 1; i >= 0; i--) x[i] = (x[i] + beside[i] * x[i + 1]) / pivots[i];
        double length = Math.Sqrt(Rows.Dot(x, x));
        for (int i = 0; i <= last; i++) x[i] /= length;
    }
}
