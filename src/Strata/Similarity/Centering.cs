namespace Strata.Similarity;

/// <summary>Double centring HKH with H = I − 11ᵀ/n: what the biased estimator compares.</summary>
public static class Centering
{
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
    /// Takes the mean of each column off, in place; leaves every centred linear Gram as it was, but with smaller numbers to round.
    /// </summary>
    /// <returns>The mean squared norm of the rows as they came: tr K/n of the linear kernel.</returns>
    internal static double Columns(Span<double> rows, int n, int features)
    {
        double square = 0;
        double[] means = new double[features];
        for (int i = 0; i < n; i++)
        {
            Span<double> row = rows.Slice(i * features, features);
            square += Rows.Dot(row, row);
            for (int j = 0; j < features; j++) means[j] += row[j];
        }
        for (int j = 0; j < features; j++) means[j] /= n;
        for (int i = 0; i < n; i++) Rows.Subtract(rows.Slice(i * features, features), means, 0);
        return square / n;
    }
}
