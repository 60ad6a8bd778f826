namespace Strata.Similarity;

/// <summary>What passes say of each layer of one model alone, summed in the order of the passes.</summary>
internal sealed class LayerTotals(int layers)
{
    private readonly LayerTerms[] _terms = new LayerTerms[layers];
    private readonly LayerUnits _units = new(layers);

    /// <summary>⟨G, G⟩ of a layer.</summary>
    public double Self(int layer) => _terms[layer].Self;

    /// <summary>Why the layer has no similarity, or null.</summary>
    public string? Problem(int layer) => _terms[layer].Problem();

    /// <returns>[layers]: what brings products with the pass's Grams to the units of the totals.</returns>
    public double[] Add(PassLayers pass)
    {
        double[] factors = new double[layers];
        for (int i = 0; i < layers; i++)
        {
            factors[i] = pass.Units[i] is { } unit ? _units.Factor(i, unit, differ: true) : 1;
            _terms[i] += pass.Terms[i].Scaled(factors[i]);
        }
        return factors;
    }
}
