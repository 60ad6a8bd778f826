namespace Strata.Similarity;

/// <summary>
/// First principal components of single batches, as means over all batches and passes weighted by their examples. A share within a batch is
/// another number than the share over all examples: few examples have fewer directions to vary in.
/// </summary>
public sealed record BatchComponents
{
    /// <summary>[La]: share of the variance within a batch that its first component explains, λ₁/Σλ; NaN where undefined.</summary>
    public required double[] SharesA { get; init; }

    /// <summary>[Lb]: the same of the other model's layers.</summary>
    public required double[] SharesB { get; init; }

    /// <summary>
    /// [La, Lb]: squared cosine ⟨uˣ, uʸ⟩² between the scores of the batch's examples on the layers' first components (P1 eq. 4); 1/(n − 1)
    /// for unrelated layers and batches of n. NaN where undefined.
    /// </summary>
    public required double[,] Cosines { get; init; }
}
