namespace Strata.Similarity;

/// <summary>A similarity, or the reason why there is none.</summary>
public sealed record CkaValue
{
    /// <summary>
    /// A self term below this share of (tr K/n)² is rounding, not signal. Features of the linear kernel are centred in double precision
    /// first, which leaves what differs by a millionth of what is common; other kernels compute with what is common.
    /// </summary>
    private const double LinearRounding = 1e-24, Rounding = 1e-10;

    /// <summary>1 for equal representations, 0 for independent ones; unbiased estimates may fall below 0. Null where undefined.</summary>
    public double? Value { get; private init; }

    /// <summary>Why there is no value; null where there is one.</summary>
    public string? Reason { get; private init; }

    /// <summary>HSIC of the two layers: the mean over batches, weighted by n(n − 3) (unbiased) or (n − 1)² (biased).</summary>
    public double CrossHsic { get; private init; }

    /// <summary>HSIC of the first layer with itself.</summary>
    public double SelfA { get; private init; }

    /// <summary>HSIC of the second layer with itself.</summary>
    public double SelfB { get; private init; }

    /// <summary>How many batches went in.</summary>
    public int Batches { get; private init; }

    /// <summary>What a reader should know beside the number, such as examples that were left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The one ratio of the sums: cross/√(selfA·selfB).</summary>
    public static CkaValue From(HsicTerms terms, Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        string? reason = Problem("X", terms.SelfA, terms.ScaleA, kernel) ?? Problem("Y", terms.SelfB, terms.ScaleB, kernel);
        double product = terms.SelfA * terms.SelfB;
        return new()
        {
            // √(s·s) is s to the last bit, √s·√s is not; the second form is for products that leave the range of double.
            Value = reason is not null ? null : double.IsNormal(product) ? terms.Cross / Math.Sqrt(product)
                : terms.Cross / Math.Sqrt(terms.SelfA) / Math.Sqrt(terms.SelfB),
            Reason = reason,
            CrossHsic = terms.Cross / terms.Weight,
            SelfA = terms.SelfA / terms.Weight,
            SelfB = terms.SelfB / terms.Weight,
            Batches = terms.Batches,
        };
    }

    internal static CkaValue Undefined(string reason)
        => new() { Reason = reason, CrossHsic = double.NaN, SelfA = double.NaN, SelfB = double.NaN };

    private static string? Problem(string layer, double self, double scale, Kernel kernel)
    {
        if (!double.IsFinite(self) || !double.IsFinite(scale)) return $"{layer} has no self-similarity: {kernel.NoNumber}";
        if (scale == 0) return $"{layer} is constant: every example is zero";
        double rounding = (kernel == Kernel.Linear ? LinearRounding : Rounding) * scale;
        if (self <= rounding)
            return Math.Abs(self) <= rounding
                ? $"{layer} is constant, or nearly so: what differs between examples is no more than rounding beside what they share"
                : $"{layer} has the self-similarity {self:g3}, not above 0: there are too few examples for the unbiased estimator";
        return null;
    }
}
