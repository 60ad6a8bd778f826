namespace Strata.Similarity.Measures;

/// <summary>The correlation of two layers' distances about their means.</summary>
public sealed class DistanceCorrelation : Measure<DistanceCorrelation.Layer>
{
    public override string Name => "distance-correlation";

    public override string Says
        => "The root of the correlation of doubly centred Euclidean distances: 0 only for independent layers, with many examples "
            + "(Székely et al. 2007).";

    public override MeasureTraits Traits { get; } = new(0, 1,
        Invariances.Permutation | Invariances.Scaling | Invariances.Translation | Invariances.Orthogonal);

    protected override Layer Take(Representation layer)
    {
        int n = layer.Examples;
        double[] distances = layer.Distances(), square = new double[n * n];
        for (int i = 0, k = 0; i < n; i++)
            for (int j = i + 1; j < n; j++, k++) square[i * n + j] = square[j * n + i] = distances[k];
        Centering.InPlace(square, n);
        double norm = Math.Sqrt(Similarity.Rows.Dot(square, square, n));
        return new(n, [.. square.Select(entry => entry / norm)]);
    }

    protected override double Value(Layer a, Layer b) => Math.Sqrt(Math.Max(0, Similarity.Rows.Dot(a.Square, b.Square, a.Examples)));

    /// <param name="Square">[examples, examples], of norm 1.</param>
    public sealed record Layer(int Examples, double[] Square) : MeasuredLayer
    {
        public override Layer Permuted(int[] order) => this with { Square = Both(Square, order) };
    }
}
