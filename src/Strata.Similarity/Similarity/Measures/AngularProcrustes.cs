namespace Strata.Similarity.Measures;

/// <summary>The angle that is left between two layers once one is rotated onto the other.</summary>
public sealed class AngularProcrustes : Measure<SingularBasis>
{
    public override string Name => "procrustes";

    public override string Says
        => "The angle, in radians, between the centred layers of norm 1 after the best rotation (Williams et al. 2021, eq. 5).";

    public override MeasureTraits Traits { get; } = new(0, Math.PI / 2,
        Invariances.Permutation | Invariances.Scaling | Invariances.Translation | Invariances.Orthogonal)
    { IsDistance = true, IsMetric = true };

    protected override SingularBasis Take(Representation layer) => SingularBasis.Of(layer);

    protected override double Value(SingularBasis a, SingularBasis b)
    {
        if (ReferenceEquals(a, b)) return 0;
        double[] products = MatrixProduct.Cross(a.Scaled(), a.Rank, b.Scaled(), b.Rank, a.Examples);
        return Math.Acos(Math.Min(1, Decompositions.SingularValues(products, a.Rank, b.Rank).Sum()));
    }
}
