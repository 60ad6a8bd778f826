namespace Strata.Similarity;

internal sealed record LinearKernel : Kernel
{
    internal override double[] Gram(double[] rows, int n, int features) => MatrixProduct.Gram(rows, n, features);

    public override string ToString() => "linear";
}
