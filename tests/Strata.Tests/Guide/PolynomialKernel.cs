namespace Strata.Similarity;

/// <summary>(⟨x, y⟩/p + 1)² of rows with p features: sees products of two features beside the features.</summary>
internal sealed record PolynomialKernel : Kernel
{
    internal override double[] Gram(double[] rows, int n, int features)
    {
        double[] gram = MatrixProduct.Gram(rows, n, features);
        foreach (ref double entry in gram.AsSpan()) entry = (entry / features + 1) * (entry / features + 1);
        return gram;
    }

    internal override (double[] Gram, double Spread, double Lost) Shifted(double[] rows, int n, LayerRows layer)
    {
        double[] gram = Gram(rows, n, layer.Features);
        // The rows may be overwritten once the Gram is there.
        (double spread, double lost) = layer.Center(rows, n);
        return (gram, spread, lost);
    }

    public override string ToString() => "polynomial";
}
