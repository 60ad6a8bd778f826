namespace Strata.Similarity;

internal sealed record CosineKernel : Kernel
{
    internal override double[] Gram(double[] rows, int n, int features)
    {
        for (int i = 0; i < n; i++)
        {
            Span<double> row = rows.AsSpan(i * features, features);
            // Scaled first, so that squares neither overflow nor vanish.
            double largest = 0;
            foreach (double x in row) largest = Math.Max(largest, Math.Abs(x));
            if (largest == 0) continue;
            foreach (ref double x in row) x /= largest;
            double norm = Math.Sqrt(Rows.Dot(row, row));
            foreach (ref double x in row) x /= norm;
        }
        return MatrixProduct.Gram(rows, n, features);
    }

    public override string ToString() => "cosine";
}
