namespace Strata.Similarity;

/// <param name="Batches">Batches done, over all passes.</param>
/// <param name="TotalBatches">Of the whole comparison.</param>
/// <param name="Examples">Examples of the batches done.</param>
public sealed record ComparisonProgress(int Batches, int TotalBatches, long Examples);
