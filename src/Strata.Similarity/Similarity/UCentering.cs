namespace Strata.Similarity;

/// <summary>
/// U-centring (Székely and Rizzo 2014): of two matrices centred so, the sum of products is n(n − 3)·HSIC₁ exactly, and the huge terms that
/// cancel in the direct formula never meet.
/// </summary>
public static class UCentering
{
    /// <summary>The U-centred form of a symmetric Gram matrix, [examples, examples], with zeros on its diagonal.</summary>
    /// <exception cref="ArgumentException">Not square, or fewer than 4 examples.</exception>
    public static double[,] Center(double[,] gram)
    {
        Rows.CheckSquare(gram, atLeast: 4);
        double[,] centred = (double[,])gram.Clone();
        InPlace(Rows.Span(centred), gram.GetLength(0));
        return centred;
    }

    internal static void InPlace(Span<double> gram, int n)
    {
        double[] means = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            gram[i * n + i] = 0;
            means[i] = Rows.Sum(gram.Slice(i * n, n)) / (n - 2);
            sum += means[i];
        }
        double shift = sum / (2.0 * (n - 1));
        for (int i = 0; i < n; i++) means[i] -= shift;
        for (int i = 0; i < n; i++)
        {
            Rows.Subtract(gram.Slice(i * n, n), means, means[i]);
            gram[i * n + i] = 0;
        }
    }
}
