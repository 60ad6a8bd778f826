namespace Strata.Similarity.Measures;

/// <summary>Canonical correlations, each with the weight that its direction has in the first layer.</summary>
public sealed class Pwcca : Measure<Pwcca.Layer>
{
    public override string Name => "pwcca";

    public override string Says
        => "The mean canonical correlation, weighted by how much of X's features lies along each direction (Morcos et al. 2018); "
            + "needs fewer features than examples.";

    public override MeasureTraits Traits { get; } = new(0, 1, Invariances.Permutation | Invariances.Scaling | Invariances.Translation)
    { IsSymmetric = false };

    protected override Layer Take(Representation layer)
    {
        SingularBasis basis = SingularBasis.Of(layer);
        double[] features = MatrixProduct.Transpose(layer.Centered, layer.Examples, layer.Features);
        return new(basis, MatrixProduct.Cross(basis.Vectors, basis.Rank, features, layer.Features, layer.Examples));
    }

    protected override string? Problem(Layer a, Layer b) => CanonicalCorrelations.Problem(a.Basis, b.Basis);

    protected override double Value(Layer a, Layer b)
    {
        (double[] directions, double[] correlations) =
            Decompositions.LeftSingular(a.Basis.Times(b.Basis), a.Basis.Rank, b.Basis.Rank);
        int rank = a.Basis.Rank, count = Math.Min(rank, b.Basis.Rank), features = a.Coordinates.Length / rank;
        double weighted = 0, weights = 0;
        double[] along = new double[features];
        for (int k = 0; k < count; k++)
        {
            Array.Clear(along);
            for (int i = 0; i < rank; i++)
                Similarity.Rows.AddScaled(along, a.Coordinates.AsSpan(i * features, features), directions[k * rank + i]);
            double weight = along.Sum(Math.Abs);
            weighted += weight * Math.Min(correlations[k], 1);
            weights += weight;
        }
        return weighted / weights;
    }

    /// <param name="Coordinates">Of every feature in the basis, [rank, features].</param>
    public sealed record Layer(SingularBasis Basis, double[] Coordinates) : MeasuredLayer
    {
        public override Layer Permuted(int[] order) => this with { Basis = Basis.Permuted(order) };
    }
}
