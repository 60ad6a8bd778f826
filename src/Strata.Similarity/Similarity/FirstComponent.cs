namespace Strata.Similarity;

/// <summary>The first principal component of one layer in one batch.</summary>
/// <param name="Share">λ₁/Σλ; NaN where the layer is not finite.</param>
/// <param name="Scores">[n], of unit length; null where the layer does not vary.</param>
internal readonly record struct FirstComponent(double Share, double[]? Scores);
