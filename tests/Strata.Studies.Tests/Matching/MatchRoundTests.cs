using Strata.Studies.Matching;

namespace Strata.Studies.Tests.Matching;

public class MatchRoundTests
{
    [Theory]
    // Near and within chance; near, but surely different; far, and few networks say nothing; the same.
    [InlineData(true, new double[] { 90, 91, 92 }, new double[] { 90.3, 91.3, 92.3 })]
    [InlineData(false, new double[] { 90, 90.01, 90.02 }, new double[] { 90.3, 90.31, 90.32 })]
    [InlineData(false, new double[] { 88, 91, 94 }, new double[] { 90, 93, 96 })]
    [InlineData(true, new double[] { 90, 90 }, new double[] { 90, 90 })]
    [InlineData(false, new double[] { 90, 90 }, new double[] { 90.2, 90.2 })]
    public void Means_must_be_near_and_within_chance(bool holds, double[] reference, double[] matched)
        => Assert.Equal(holds, MatchRound.Of(1, reference, matched, 0.5).Holds);
}
