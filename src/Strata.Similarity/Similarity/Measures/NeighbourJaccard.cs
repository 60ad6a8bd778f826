namespace Strata.Similarity.Measures;

/// <summary>How much of two layers' neighbourhoods is the same.</summary>
public sealed class NeighbourJaccard : NeighbourMeasure<Neighbours>
{
    public override string Name => "knn-jaccard";

    public override string Says
        => "The mean over examples of the common share of both layers' 10 nearest neighbours by cosine, |A ∩ B| / |A ∪ B|; "
            + "knn-jaccard:K takes K (Schumacher et al. 2021). Examples to which more are equally near are left out.";

    protected override Neighbours Take(Representation layer) => Neighbours.Of(layer.Cosines, layer.Examples, Count);

    protected override double Value(Neighbours a, Neighbours b)
        => a.KnownIn(b).Average(i => a.Common(b, i) is var common ? common / (2.0 * Count - common) : 0);

    protected override string? Problem(Neighbours a, Neighbours b) => a.Problem(b);

    private protected override Measure Of(int count) => new NeighbourJaccard { Count = count };
}
