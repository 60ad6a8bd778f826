using Strata.Runtime;

namespace Strata.Similarity;

internal sealed record RbfKernel(double Factor) : Kernel
{
    internal override string NoNumber
        => "the RBF kernel has no width, for the median squared distance of the examples is 0 or too large for double precision";

    internal override double[] Gram(double[] rows, int n, int features)
    {
        double[] gram = Shifted(rows, n, new(features, UnitRoundoff.OfDouble)).Gram;
        foreach (ref double entry in gram.AsSpan()) entry++;
        return gram;
    }

    /// <summary>Less 1 everywhere: a wide kernel is 1 but for what matters.</summary>
    internal override (double[] Gram, double Spread, double Lost) Shifted(double[] rows, int n, LayerRows layer)
    {
        // Distances do not see a shift, but their rounding does.
        (double spread, double lost) = layer.Center(rows, n);
        double[] gram = MatrixProduct.Gram(rows, n, layer.Features), norms = new double[n], distances = new double[(long)n * (n - 1) / 2];
        for (int i = 0; i < n; i++) norms[i] = gram[i * n + i];
        for (int i = 0, at = 0; i < n; i++)
            for (int j = 0; j < i; j++) distances[at++] = gram[i * n + j] = Math.Max(0, norms[i] + norms[j] - 2 * gram[i * n + j]);

        double median = MedianOfAll(distances, n), scale = -1 / (2 * Factor * Factor * median);
        if (!double.IsFinite(scale))
        {
            Array.Fill(gram, double.NaN);
            return (gram, spread, lost);
        }
        for (int i = 0; i < n; i++)
        {
            gram[i * n + i] = 0;
            for (int j = 0; j < i; j++) gram[i * n + j] = gram[j * n + i] = ExpLessOne(scale * gram[i * n + j]);
        }
        return (gram, spread, lost);
    }

    public override string ToString() => $"rbf:{Factor}";

    /// <summary>
    /// eˣ − 1 with all digits (W. Kahan; Higham 2002, §1.14.1): the rounding of eˣ cancels against that of its logarithm.
    /// </summary>
    private static double ExpLessOne(double x)
    {
        double exp = Math.Exp(x);
        return exp == 1 ? x : exp == 0 ? -1 : (exp - 1) * x / Math.Log(exp);
    }

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
