namespace Strata.Similarity;

/// <summary>How far a comparison is.</summary>
/// <param name="Batches">Batches done, over all passes.</param>
/// <param name="TotalBatches">Of the whole comparison.</param>
/// <param name="Examples">Examples of the batches done.</param>
/// <param name="EarlierBatches">What of those done an interrupted comparison had done.</param>
public sealed record ComparisonProgress(int Batches, int TotalBatches, long Examples, int EarlierBatches)
{
    /// <summary>From 0 to 1.</summary>
    public double Share => (double)Batches / TotalBatches;
}
