namespace Strata.Similarity.Measures;

/// <summary>The angle whose cosine is biased linear CKA.</summary>
public sealed class AngularCka : Measure<AngularCka.Layer>
{
    public override string Name => "angular-cka";

    public override string Says => "The angle between centred Grams, in radians: arccos of biased linear CKA (Williams et al. 2021).";

    public override MeasureTraits Traits { get; } = new(0, Math.PI / 2,
        Invariances.Permutation | Invariances.Scaling | Invariances.Translation | Invariances.Orthogonal)
    { IsDistance = true, IsMetric = true };

    protected override Layer Take(Representation layer)
    {
        double[] gram = layer.CenteredGram;
        double norm = Math.Sqrt(Rows.Dot(gram, gram, layer.Examples));
        return new(layer.Examples, [.. gram.Select(entry => entry / norm)]);
    }

    protected override double Value(Layer a, Layer b) => Angle.Between(a.Gram, b.Gram, a.Examples);

    /// <param name="Gram">[examples, examples], of norm 1.</param>
    public sealed record Layer(int Examples, double[] Gram) : MeasuredLayer
    {
        public override Layer Permuted(int[] order) => this with { Gram = Both(Gram, order) };
    }
}
