using Strata.Analysis.Populations;

namespace Strata.Studies.Matching;

/// <summary>A width that was tried on fresh seeds.</summary>
/// <param name="Reference">Models of the network that is to be matched.</param>
/// <param name="Matched">Models of this width.</param>
/// <param name="Welch">Reference − matched, test accuracies in percent.</param>
/// <param name="Holds">Whether the means are near each other, and the difference's 95 % interval contains 0.</param>
public sealed record MatchRound(double Width, int Reference, int Matched, WelchTest Welch, bool Holds)
{
    /// <param name="within">Percentage points that count as near.</param>
    internal static MatchRound Of(double width, double[] reference, double[] matched, double within)
    {
        var welch = WelchTest.Of(reference, matched);
        bool same = welch.P is null ? welch.Difference == 0 : welch.Low <= 0 && welch.High >= 0;
        return new(width, reference.Length, matched.Length, welch, same && Math.Abs(welch.Difference) <= within);
    }
}
