namespace Strata.Similarity;

/// <summary>
/// One unit for each layer of a comparison: that of the first batch in which its examples differ. CKA does not see units, but sums over
/// batches must have one,
/// and that of the features themselves would take squares of squares of very large and very small numbers out of range.
/// </summary>
internal sealed class LayerUnits(int layers)
{
    private readonly int?[] _exponents = new int?[layers];

    /// <summary>Brings a batch's numbers to the layers' units, in place. Batches come in their order.</summary>
    public void Apply(BatchProducts batch, IReadOnlyList<LayerRanges> ranges)
    {
        double[] factors = new double[layers];
        for (int i = 0; i < layers; i++)
        {
            if (batch.Spreads[i] > 0) _exponents[i] ??= batch.Exponents[i];
            factors[i] = Math.ScaleB(1, 2 * (batch.Exponents[i] - (_exponents[i] ?? batch.Exponents[i])));
        }
        if (Array.TrueForAll(factors, factor => factor == 1)) return;
        for (int i = 0; i < layers; i++)
        {
            batch.Spreads[i] *= factors[i];
            batch.Lost[i] *= factors[i];
            batch.Self[i] *= factors[i] * factors[i];
        }
        for (int p = 0; p < ranges.Count; p++)
        {
            LayerRanges r = ranges[p];
            for (int i = 0; i < r.CountA; i++)
                for (int j = 0; j < r.CountB; j++) batch.Pairs[p][i * r.CountB + j] *= factors[r.FirstA + i] * factors[r.FirstB + j];
        }
    }
}
