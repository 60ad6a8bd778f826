namespace Strata.Similarity;

/// <summary>
/// One unit for each layer of a sum: that of what comes first of all in which its examples differ. CKA does not see units, but sums must
/// have one, and that of the features themselves would take squares of squares of very large and very small numbers out of range. Units
/// are powers of two, so that bringing numbers to another changes no digit.
/// </summary>
internal sealed class LayerUnits(int layers)
{
    private readonly int?[] _exponents = new int?[layers];

    /// <summary>Those of some layers; null where no examples have differed.</summary>
    public int?[] Of(int first, int count) => _exponents[first..(first + count)];

    /// <summary>Brings a batch's numbers to the layers' units, in place. Batches come in their order.</summary>
    public void Apply(BatchProducts batch, IReadOnlyList<LayerRanges> ranges)
    {
        double[] factors = new double[layers];
        for (int i = 0; i < layers; i++) factors[i] = Factor(i, batch.Exponents[i], batch.Spreads[i] > 0);
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

    /// <summary>What squares of features in units of two to a power are to be multiplied by.</summary>
    /// <param name="differ">Whether examples differ there: the first such unit becomes the layer's.</param>
    public double Factor(int layer, int exponent, bool differ)
    {
        if (differ) _exponents[layer] ??= exponent;
        return Math.ScaleB(1, 2 * (exponent - (_exponents[layer] ?? exponent)));
    }
}
