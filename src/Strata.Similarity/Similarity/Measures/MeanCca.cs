namespace Strata.Similarity.Measures;

/// <summary>The mean canonical correlation of two layers.</summary>
public sealed class MeanCca : Measure<SingularBasis>
{
    public override string Name => "mean-cca";

    public override string Says => "The mean canonical correlation (Kornblith et al. 2019, table 1); needs fewer features than examples.";

    public override MeasureTraits Traits { get; } = new(0, 1,
        Invariances.Permutation | Invariances.Scaling | Invariances.Translation | Invariances.Orthogonal | Invariances.Linear);

    protected override SingularBasis Take(Representation layer) => SingularBasis.Of(layer);

    protected override string? Problem(SingularBasis a, SingularBasis b) => CanonicalCorrelations.Problem(a, b);

    protected override double Value(SingularBasis a, SingularBasis b) => CanonicalCorrelations.Of(a, b).Average();
}
