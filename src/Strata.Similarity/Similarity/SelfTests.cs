namespace Strata.Similarity;

/// <summary>Sums over batches of what decides whether the layers of a comparison have a similarity.</summary>
internal sealed class SelfTests(int layers)
{
    private readonly LayerTerms[] _sums = new LayerTerms[layers];

    /// <summary>Adds a batch of n examples.</summary>
    /// <param name="self">⟨G, G⟩ = n(n−3)·HSIC₁ of every layer.</param>
    /// <param name="spreads">tr HKH.</param>
    /// <param name="lost">What storing the features may have added to that.</param>
    public void Add(double[] self, double[] spreads, double[] lost, int n)
    {
        for (int i = 0; i < layers; i++)
            _sums[i] += new LayerTerms(self[i], n * (n - 3.0) * (spreads[i] / n) * (spreads[i] / n), spreads[i], lost[i]);
    }

    /// <summary>Those of some layers.</summary>
    public LayerTerms[] Of(int first, int count) => _sums[first..(first + count)];

    /// <summary>Why the layer's similarities are undefined, or null.</summary>
    public string? Problem(int layer) => _sums[layer].Problem();
}
