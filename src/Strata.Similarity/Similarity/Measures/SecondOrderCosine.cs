namespace Strata.Similarity.Measures;

/// <summary>Whether examples are equally near to the neighbours that they have in either layer.</summary>
public sealed class SecondOrderCosine : NeighbourMeasure<SecondOrderCosine.Layer>
{
    public override string Name => "second-order-cosine";

    public override string Says
        => "The mean over examples of the cosine between their similarities, by cosine, to the 10 nearest neighbours that they have in "
            + "either layer; second-order-cosine:K takes K (Hamilton et al. 2016). Examples to which more are "
            + "equally near are left out.";

    public override MeasureTraits Traits => base.Traits with { Least = -1 };

    protected override Layer Take(Representation layer)
        => new(Neighbours.Of(layer.Cosines, layer.Examples, Count), layer.Cosines);

    protected override double Value(Layer a, Layer b)
    {
        int n = a.Near.Examples, known = 0;
        double sum = 0;
        foreach (int i in a.Near.KnownIn(b.Near))
        {
            known++;
            double both = 0, first = 0, second = 0;
            foreach (int j in a.Near[i].ToArray().Union(b.Near[i].ToArray()).Order())
            {
                double x = a.Cosines[i * n + j], y = b.Cosines[i * n + j];
                both += x * y;
                first += x * x;
                second += y * y;
            }
            // One that is at right angles to all of these is alike to nothing.
            if (first > 0 && second > 0) sum += both / Math.Sqrt(first * second);
        }
        return sum / known;
    }

    protected override string? Problem(Layer a, Layer b) => a.Near.Problem(b.Near);

    private protected override Measure Of(int count) => new SecondOrderCosine { Count = count };

    /// <param name="Cosines">[examples, examples].</param>
    public sealed record Layer(Neighbours Near, double[] Cosines) : MeasuredLayer
    {
        public override Layer Permuted(int[] order) => new(Near.Permuted(order), Both(Cosines, order));
    }
}
