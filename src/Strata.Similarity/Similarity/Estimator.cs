namespace Strata.Similarity;

/// <summary>How HSIC is estimated from finitely many examples.</summary>
public enum Estimator
{
    /// <summary>
    /// HSIC₁ of Song et al. 2012: right on average for any number of examples, so that batches can be summed; needs four.
    /// </summary>
    Unbiased,

    /// <summary>HSIC₀, the definition with H = I − 11ᵀ/n: too high where there are few examples and many features.</summary>
    Biased,
}
