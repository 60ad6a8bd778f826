namespace Strata.Similarity;

internal sealed record LinearKernel : Kernel
{
    internal override double[] Gram(double[] rows, int n, int features) => MatrixProduct.Gram(rows, n, features);

    internal override (double[] Gram, double Spread, double Lost) Shifted(double[] rows, int n, LayerRows layer)
    {
        (double spread, double lost) = layer.Center(rows, n);
        return (Gram(rows, n, layer.Features), spread, lost);
    }

    public override string ToString() => "linear";
}
