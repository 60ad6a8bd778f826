namespace Strata.Similarity;

/// <summary>What one batch gives to a comparison.</summary>
/// <param name="Examples">Of the batch.</param>
/// <param name="Traces">tr K of every layer before centring.</param>
/// <param name="Self">⟨G, G⟩ of every layer.</param>
/// <param name="Pairs">⟨G, G′⟩ for every range of pairs, row-major.</param>
/// <param name="Components">The first component of every layer, or null.</param>
internal sealed record BatchProducts(int Examples, double[] Traces, double[] Self, double[][] Pairs, FirstComponent[]? Components);
