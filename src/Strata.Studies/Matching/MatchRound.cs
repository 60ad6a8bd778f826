using Strata.Analysis.Populations;

namespace Strata.Studies.Matching;

/// <summary>A width that was tried on fresh seeds.</summary>
/// <param name="Reference">Models of the network that is to be matched.</param>
/// <param name="Matched">Models of this width.</param>
/// <param name="Welch">Reference − matched, test accuracies in percent.</param>
public sealed record MatchRound(double Width, int Reference, int Matched, WelchTest Welch)
{
    /// <summary>Whether the means may be the same: the difference's 95 % interval contains 0.</summary>
    public bool Holds => Welch.P is null ? Welch.Difference == 0 : Welch.Low <= 0 && Welch.High >= 0;
}
