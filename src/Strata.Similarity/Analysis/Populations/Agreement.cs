namespace Strata.Analysis.Populations;

/// <summary>How alike models are, within each population and from one to the other.</summary>
public sealed record Agreement(PairAgreement WithinA, PairAgreement WithinB, PairAgreement Across)
{
    /// <param name="work">Counts the divergences.</param>
    internal static Agreement Of(Population a, Population b, int[] labels, long seed, EffectProgress? work = null,
        CancellationToken stop = default)
        => new(PairAgreement.Of(a, a, labels, seed, work, stop), PairAgreement.Of(b, b, labels, seed, work, stop),
            PairAgreement.Of(a, b, labels, seed, work, stop));

    /// <summary>How many divergences that takes.</summary>
    internal static int Divergences(Population a, Population b)
        => PairAgreement.Divergences(a, a) + PairAgreement.Divergences(b, b) + PairAgreement.Divergences(a, b);
}
