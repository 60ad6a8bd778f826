namespace Strata.Analysis.Populations;

/// <summary>How many classes two populations differ about, and by how much.</summary>
/// <param name="Count">Classes, those without examples included.</param>
/// <param name="Tested">Classes whose test is defined.</param>
/// <param name="Significant">With p &lt; .05.</param>
/// <param name="SignificantCorrected">With p &lt; .05 after Holm–Šidák.</param>
/// <param name="Spread">Null with fewer than two classes that have examples.</param>
public sealed record ClassSummary(int Count, int Tested, int Significant, int SignificantCorrected, DifferenceSpread? Spread)
{
    public const double Level = 0.05;

    internal static ClassSummary Of(IReadOnlyList<ClassTest> tests)
        => new(tests.Count, tests.Count(t => t.PHolmSidak is not null), tests.Count(t => t.Welch?.P < Level),
            tests.Count(t => t.PHolmSidak < Level), DifferenceSpread.Of(tests.Select(t => (t.Welch, t.Halves))));
}
