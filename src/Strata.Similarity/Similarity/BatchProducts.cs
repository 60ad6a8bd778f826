namespace Strata.Similarity;

/// <summary>What one batch gives to a comparison.</summary>
/// <param name="Examples">Of the batch.</param>
/// <param name="Exponents">The numbers of every layer are in units of two to this power.</param>
/// <param name="Spreads">tr HKH of every layer.</param>
/// <param name="Lost">What storing the layer may have added to that.</param>
/// <param name="Self">⟨G, G⟩ of every layer.</param>
/// <param name="Pairs">⟨G, G′⟩ for every range of pairs, row-major.</param>
/// <param name="Components">The first component of every layer, or null.</param>
internal sealed record BatchProducts(
    int Examples, int[] Exponents, double[] Spreads, double[] Lost, double[] Self, double[][] Pairs, FirstComponent[]? Components);
