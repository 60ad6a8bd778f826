namespace Strata.Similarity;

/// <summary>Two ranges of rows that are compared with one another, as a pair of models has them.</summary>
internal readonly record struct LayerRanges(int FirstA, int CountA, int FirstB, int CountB)
{
    /// <summary>Whether both are the same, so that half of the products say all.</summary>
    public bool Within => FirstA == FirstB && CountA == CountB;
}
