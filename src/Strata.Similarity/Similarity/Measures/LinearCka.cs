namespace Strata.Similarity.Measures;

/// <summary>
/// CKA with the linear kernel, unbiased, of all examples at once: what <see cref="MinibatchCka"/> has of one batch. Where other measures
/// stand beside CKA, it is this one; alone, CKA streams.
/// </summary>
public sealed class LinearCka : Measure<LinearCka.Layer>
{
    private const int Fewest = 4;

    public override string Name => SimilarityMatrix.Cka;

    public override string Says
        => "Centred kernel alignment, unbiased and summed over batches (Kornblith et al. 2019; Nguyen et al. 2021).";

    public override MeasureTraits Traits { get; } = new(-1, 1,
        Invariances.Permutation | Invariances.Scaling | Invariances.Translation | Invariances.Orthogonal)
    { IsUnbiasedInBatches = true };

    protected override string? Problem(Representation layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Examples < Fewest ? $"of {layer.Examples} examples, and the unbiased estimator is defined for {Fewest} or more"
            : layer.Problem;
    }

    protected override string? Problem(Layer a, Layer b)
        => a.Alone.Problem() is { } first ? $"X is {first}" : b.Alone.Problem() is { } second ? $"Y is {second}" : null;

    protected override Layer Take(Representation layer)
    {
        (int n, double[] gram) = (layer.Examples, (double[])layer.CenteredGram.Clone());
        double trace = 0;
        for (int i = 0; i < n; i++) trace += gram[i * n + i];
        UCentering.InPlace(gram, n);
        // That it has an energy of its own has been asked.
        return new(n, gram, new(Rows.Dot(gram, gram, n), n * (n - 3.0) * (trace / n) * (trace / n), trace, 0));
    }

    protected override double Value(Layer a, Layer b) => CkaRatio.Of(Rows.Dot(a.Gram, b.Gram, a.Examples), a.Alone.Self, b.Alone.Self);

    /// <param name="Gram">[examples, examples], U-centred.</param>
    /// <param name="Alone">Of the layer with itself.</param>
    public sealed record Layer(int Examples, double[] Gram, LayerTerms Alone) : MeasuredLayer
    {
        public override Layer Permuted(int[] order) => this with { Gram = Both(Gram, order) };
    }
}
