namespace Strata.Similarity;

/// <summary>
/// The three terms of CKA summed over batches without normalisation: n(n − 3)·HSIC₁, or (n − 1)²·HSIC₀, of each, so that a batch counts by
/// its pairs of examples and the ratio is taken once, of sums (P1 §3, eq. 3).
/// </summary>
/// <param name="Cross">Of the two layers with one another.</param>
/// <param name="SelfA">Of the first layer with itself.</param>
/// <param name="SelfB">Of the second layer with itself.</param>
/// <param name="ScaleA">(tr K/n)² of the first layer in the same units: what a self term is compared with to tell signal from
/// rounding.</param>
/// <param name="ScaleB">The same of the second layer.</param>
/// <param name="Weight">The sum of n(n − 3), or of (n − 1)².</param>
/// <param name="Batches">How many batches are in the sums.</param>
public readonly record struct HsicTerms(double Cross, double SelfA, double SelfB, double ScaleA, double ScaleB, double Weight, int Batches)
{
    public static HsicTerms operator +(HsicTerms x, HsicTerms y) => new(x.Cross + y.Cross, x.SelfA + y.SelfA, x.SelfB + y.SelfB,
        x.ScaleA + y.ScaleA, x.ScaleB + y.ScaleB, x.Weight + y.Weight, x.Batches + y.Batches);

    /// <inheritdoc cref="op_Addition"/>
    public static HsicTerms Add(HsicTerms x, HsicTerms y) => x + y;
}
