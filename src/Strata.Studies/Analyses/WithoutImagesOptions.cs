using Strata.Similarity;

namespace Strata.Studies.Analyses;

/// <summary>A comparison that does without the images that dominate most.</summary>
/// <param name="Share">Of the images.</param>
internal sealed record WithoutImagesOptions(double Share, ComparisonOptions Comparison);
