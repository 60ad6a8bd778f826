namespace Strata.Similarity;

/// <summary>Through Gram matrices [examples, examples]: every kernel, and representations with more features than examples.</summary>
internal sealed class GramTerms(Estimator estimator, Kernel kernel, LayerRows x, LayerRows y) : BatchTerms(estimator, x, y)
{
    public override HsicTerms Compute(double[] x, double[] y, int n)
    {
        (double[] k, LayerTerms a) = Gram(x, n, X);
        (double[] l, LayerTerms b) = Gram(y, n, Y);
        return new(Rows.Dot(k, l, n), a, b, Weight(n), 1);
    }

    // Two Gram matrices, and for RBF the sorted distances of one.
    protected override double Numbers(double batch, double featuresX, double featuresY)
        => batch * (featuresX + featuresY) + batch * batch * (kernel is RbfKernel ? 2.5 : 2);

    protected override long LargestSquare(long batch, long featuresX, long featuresY) => batch * batch;

    private (double[] Centred, LayerTerms Alone) Gram(double[] rows, int n, LayerRows layer)
    {
        (double[] gram, double spread, double lost) = kernel.Shifted(rows, n, layer);
        double trace = 0;
        for (int i = 0; i < n; i++) trace += gram[i * n + i] - Rows.Sum(gram.AsSpan(i * n, n)) / n;
        if (Unbiased) UCentering.InPlace(gram, n);
        else Centering.InPlace(gram, n);
        return (gram, Alone(Rows.Dot(gram, gram, n), trace, spread, lost, n));
    }
}
