namespace Strata.Similarity;

internal sealed record CosineKernel : Kernel
{
    internal override double[] Gram(double[] rows, int n, int features)
    {
        Normalize(rows, n, features);
        return MatrixProduct.Gram(rows, n, features);
    }

    internal override (double[] Gram, double Spread, double Lost) Shifted(double[] rows, int n, LayerRows layer)
    {
        // It is the linear kernel of directions: rows that differ in length alone are equal to it.
        Normalize(rows, n, layer.Features);
        return Linear.Shifted(rows, n, layer);
    }

    public override string ToString() => "cosine";

    private static void Normalize(double[] rows, int n, int features)
    {
        for (int i = 0; i < n; i++)
        {
            Span<double> row = rows.AsSpan(i * features, features);
            // Scaled first, so that squares neither overflow nor vanish.
            double largest = Rows.Largest(row);
            if (largest == 0) continue;
            foreach (ref double x in row) x /= largest;
            double norm = Math.Sqrt(Rows.Dot(row, row));
            foreach (ref double x in row) x /= norm;
        }
    }
}
