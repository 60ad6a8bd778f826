namespace Strata.Similarity.Measures;

/// <summary>Whether the same examples are long in both layers.</summary>
public sealed class NormCorrelation : Measure<NormCorrelation.Layer>
{
    public override string Name => "norm-correlation";

    public override string Says => "Pearson's r of the examples' lengths in both layers.";

    public override MeasureTraits Traits { get; } = new(-1, 1,
        Invariances.Permutation | Invariances.Scaling | Invariances.Orthogonal);

    protected override Layer Take(Representation layer)
    {
        double[] norms = new double[layer.Examples];
        for (int k = 0; k < layer.Rows.Count; k++) norms[k / layer.Features] += layer.Rows[k] * layer.Rows[k];
        return new([.. norms.Select(Math.Sqrt)]);
    }

    protected override double Value(Layer a, Layer b) => MathNet.Numerics.Statistics.Correlation.Pearson(a.Norms, b.Norms);

    public sealed record Layer(double[] Norms) : MeasuredLayer
    {
        public override Layer Permuted(int[] order) => new([.. order.Select(i => Norms[i])]);
    }
}
