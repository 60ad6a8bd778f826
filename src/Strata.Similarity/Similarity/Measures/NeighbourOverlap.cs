namespace Strata.Similarity.Measures;

/// <summary>How many nearest neighbours two layers share.</summary>
public sealed class NeighbourOverlap : NeighbourMeasure<Neighbours>
{
    public override string Name => "knn-mutual";

    public override string Says
        => "The mean over examples of how many of the 10 nearest neighbours by cosine both layers share, as a share of 10; knn-mutual:K "
            + "takes K (Huh et al. 2024). Examples to which more are equally near are left out.";

    protected override Neighbours Take(Representation layer) => Neighbours.Of(layer.Cosines, layer.Examples, Count);

    protected override double Value(Neighbours a, Neighbours b)
        => a.KnownIn(b).Average(i => (double)a.Common(b, i) / Count);

    protected override string? Problem(Neighbours a, Neighbours b) => a.Problem(b);

    private protected override Measure Of(int count) => new NeighbourOverlap { Count = count };
}
