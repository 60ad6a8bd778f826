namespace Strata.Similarity;

/// <summary>A similarity, or the reason why there is none.</summary>
public sealed record CkaValue
{
    /// <summary>
    /// 1 for equal representations, 0 for independent ones, never outside [−1, 1]; unbiased estimates may fall below 0. Null where
    /// undefined.
    /// </summary>
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
    /// <param name="unitA">The first layer's features are in units of two to this power, which the linear kernel shows.</param>
    /// <param name="unitB">The same of the second.</param>
    internal static CkaValue From(HsicTerms terms, Kernel kernel, int unitA, int unitB)
    {
        string? reason = Problem("X", terms.A, kernel) ?? Problem("Y", terms.B, kernel);
        if (kernel != Kernel.Linear) unitA = unitB = 0;
        return new()
        {
            Value = reason is null ? CkaRatio.Of(terms.Cross, terms.A.Self, terms.B.Self) : null,
            Reason = reason,
            CrossHsic = Math.ScaleB(terms.Cross / terms.Weight, 2 * (unitA + unitB)),
            SelfA = Math.ScaleB(terms.A.Self / terms.Weight, 4 * unitA),
            SelfB = Math.ScaleB(terms.B.Self / terms.Weight, 4 * unitB),
            Batches = terms.Batches,
        };
    }

    internal static CkaValue Undefined(string reason)
        => new() { Reason = reason, CrossHsic = double.NaN, SelfA = double.NaN, SelfB = double.NaN };

    private static string? Problem(string name, LayerTerms layer, Kernel kernel)
        => layer.Problem() is not { } problem ? null
            : double.IsFinite(layer.Spread) && !double.IsFinite(layer.Self) ? $"{name} has no self-similarity: {kernel.NoNumber}"
            : $"{name} is {problem}";
}
