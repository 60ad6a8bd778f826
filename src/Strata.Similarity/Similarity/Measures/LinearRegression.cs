namespace Strata.Similarity.Measures;

/// <summary>How much of one layer a linear map of the other gives.</summary>
public sealed class LinearRegression : Measure<SingularBasis>
{
    public override string Name => "linear-regression";

    public override string Says
        => "The share of X's variance that a linear map of Y explains, R² (Kornblith et al. 2019, table 1); Y needs fewer features than "
            + "examples.";

    public override MeasureTraits Traits { get; } = new(0, 1,
        Invariances.Permutation | Invariances.Scaling | Invariances.Translation | Invariances.Orthogonal)
    { IsSymmetric = false };

    protected override SingularBasis Take(Representation layer) => SingularBasis.Of(layer);

    protected override string? Problem(SingularBasis a, SingularBasis b) => b.SpansAll ? CanonicalCorrelations.Problem("Y", b) : null;

    protected override double Value(SingularBasis a, SingularBasis b)
    {
        double[] explained = MatrixProduct.Cross(a.Scaled(), a.Rank, b.Vectors, b.Rank, a.Examples);
        return Similarity.Rows.Dot(explained, explained, b.Rank);
    }
}
