namespace Strata.Similarity;

/// <summary>Double centring HKH with H = I − 11ᵀ/n: what the biased estimator compares.</summary>
public static class Centering
{
    /// <summary>
    /// Rows as large as two to this power, or as small, have a unit of their own: squares of their squares then stay in range for any
    /// number of them.
    /// </summary>
    private const int MostBits = 100;

    /// <summary>HKH of a symmetric Gram matrix, [examples, examples].</summary>
    /// <exception cref="ArgumentException">Not square.</exception>
    public static double[,] Center(double[,] gram)
    {
        Rows.CheckSquare(gram);
        double[,] centred = (double[,])gram.Clone();
        InPlace(Rows.Span(centred), gram.GetLength(0));
        return centred;
    }

    internal static void InPlace(Span<double> gram, int n)
    {
        double[] means = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++)
        {
            means[i] = Rows.Sum(gram.Slice(i * n, n)) / n;
            mean += means[i];
        }
        mean /= n;
        for (int i = 0; i < n; i++) Rows.Subtract(gram.Slice(i * n, n), means, means[i] - mean);
    }

    /// <summary>
    /// Takes the mean of each column off, in place, and gives the rows a unit near their size. It leaves every centred linear Gram as it
    /// was but for that unit: squares of squares stay in range, and a large common offset eats no digits of what differs.
    /// </summary>
    /// <param name="rows">[n, features].</param>
    /// <param name="exponent">The rows are divided by two to this power; chosen by the first rows that differ, 0 where none is
    /// needed.</param>
    /// <returns>The sum of squares of the rows, centred and as they came, in the new unit.</returns>
    internal static (double Spread, double Energy) Columns(Span<double> rows, int n, int features, ref int? exponent)
    {
        double[] common = new double[features], means = new double[features];
        // Twice: the first mean has the rounding of what the rows share, the second that of what is left.
        for (int again = 0; again < 2; again++)
        {
            Array.Clear(means);
            for (int i = 0; i < n; i++) Rows.AddScaled(means, rows.Slice(i * features, features), 1);
            for (int j = 0; j < features; j++) common[j] += means[j] /= n;
            for (int i = 0; i < n; i++) Rows.Subtract(rows.Slice(i * features, features), means, 0);
        }
        double largest = Rows.Largest(rows);
        if (exponent is null && largest > 0) exponent = Math.Abs(Math.ILogB(largest)) > MostBits ? Math.ILogB(largest) : 0;
        if (exponent is { } unit and not 0)
        {
            foreach (ref double x in rows) x = Math.ScaleB(x, -unit);
            foreach (ref double x in common.AsSpan()) x = Math.ScaleB(x, -unit);
        }
        double spread = 0;
        for (int i = 0; i < n; i++) spread += Rows.Dot(rows.Slice(i * features, features), rows.Slice(i * features, features));
        return (spread, spread + n * Rows.Dot(common, common));
    }
}
