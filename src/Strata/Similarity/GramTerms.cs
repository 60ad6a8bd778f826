namespace Strata.Similarity;

/// <summary>Through Gram matrices [examples, examples]: every kernel, and representations with more features than examples.</summary>
internal sealed class GramTerms(Estimator estimator, Kernel kernel) : BatchTerms(estimator)
{
    public override HsicTerms Compute(double[] x, int featuresX, double[] y, int featuresY, int n)
    {
        (double[] k, double traceK) = Gram(x, n, featuresX);
        (double[] l, double traceL) = Gram(y, n, featuresY);
        double weight = Weight(n);
        return new(Rows.Dot(k, l, n), Rows.Dot(k, k, n), Rows.Dot(l, l, n), weight * traceK * traceK, weight * traceL * traceL, weight, 1);
    }

    // Two Gram matrices, and for RBF the sorted distances of one.
    protected override double Numbers(double batch, double featuresX, double featuresY)
        => batch * (featuresX + featuresY) + batch * batch * (kernel is RbfKernel ? 2.5 : 2);

    protected override long LargestSquare(long batch, long featuresX, long featuresY) => batch * batch;

    /// <summary>The centred Gram matrix, and tr K/n of the Gram matrix before it was centred.</summary>
    private (double[] Centred, double Trace) Gram(double[] rows, int n, int features)
    {
        double trace = 0;
        bool linear = kernel == Kernel.Linear;
        // Centring the features first changes no centred Gram, but a large common offset no longer eats the digits of what differs.
        if (linear) trace = Centering.Columns(rows, n, features);
        double[] gram = kernel.Gram(rows, n, features);
        if (!linear)
            for (int i = 0; i < n; i++) trace += gram[i * n + i] / n;
        if (Unbiased) UCentering.InPlace(gram, n);
        else Centering.InPlace(gram, n);
        return (gram, trace);
    }
}
