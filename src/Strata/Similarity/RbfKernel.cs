
namespace Strata.Similarity;

internal sealed record RbfKernel(double Factor) : Kernel
{
    internal override string NoNumber
        => "the RBF kernel has no width, for the median squared distance of the examples is 0 or too large for double precision";

    internal override double[] Gram(double[] rows, int n, int features)
    {
        // Distances do not see a shift, but their rounding does.
        Centering.Columns(rows, n, features);
        double[] gram = MatrixProduct.Gram(rows, n, features), norms = new double[n], distances = new double[(long)n * (n - 1) / 2];
        for (int i = 0; i < n; i++) norms[i] = gram[i * n + i];
        for (int i = 0, at = 0; i < n; i++)
            for (int j = 0; j < i; j++) distances[at++] = gram[i * n + j] = Math.Max(0, norms[i] + norms[j] - 2 * gram[i * n + j]);

        double median = MedianOfAll(distances, n), scale = -1 / (2 * Factor * Factor * median);
        if (!double.IsFinite(scale))
        {
            Array.Fill(gram, double.NaN);
            return gram;
        }
        for (int i = 0; i < n; i++)
        {
            gram[i * n + i] = 1;
            for (int j = 0; j < i; j++) gram[i * n + j] = gram[j * n + i] = Math.Exp(scale * gram[i * n + j]);
        }
        return gram;
    }

    public override string ToString() => $"rbf:{Factor}";

    /// <summary>
    /// The median of the n zeros of the diagonal and of every distance twice; of an even count the mean of the middle two.
    /// </summary>
    private static double MedianOfAll(double[] distances, int n)
    {
        Array.Sort(distances);
        long all = (long)n * n;
        return (At((all - 1) / 2) + At(all / 2)) / 2;

        double At(long place) => place < n ? 0 : distances[(place - n) / 2];
    }
}
