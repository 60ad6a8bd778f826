namespace Strata.Analysis.Populations;

/// <summary>How alike models are, within each population and from one to the other.</summary>
public sealed record Agreement(PairAgreement WithinA, PairAgreement WithinB, PairAgreement Across)
{
    internal static Agreement Of(Population a, Population b, int[] labels, long seed)
        => new(PairAgreement.Of(a, a, labels, seed), PairAgreement.Of(b, b, labels, seed), PairAgreement.Of(a, b, labels, seed));
}
