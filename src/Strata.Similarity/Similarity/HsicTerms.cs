namespace Strata.Similarity;

/// <summary>
/// The terms of CKA summed over batches without normalisation: n(n − 3)·HSIC₁, or (n − 1)²·HSIC₀, of each, so that a batch counts by its
/// pairs of examples and the ratio is taken once, of sums (P1 §3, eq. 3).
/// </summary>
/// <param name="Cross">Of the two layers with one another.</param>
/// <param name="A">Of the first layer alone.</param>
/// <param name="B">Of the second layer alone.</param>
/// <param name="Weight">The sum of n(n − 3), or of (n − 1)².</param>
/// <param name="Batches">How many batches are in the sums.</param>
public readonly record struct HsicTerms(double Cross, LayerTerms A, LayerTerms B, double Weight, int Batches)
{
    public static HsicTerms operator +(HsicTerms x, HsicTerms y)
        => new(x.Cross + y.Cross, x.A + y.A, x.B + y.B, x.Weight + y.Weight, x.Batches + y.Batches);

    /// <inheritdoc cref="op_Addition"/>
    public static HsicTerms Add(HsicTerms x, HsicTerms y) => x + y;
}
