using MathNet.Numerics.Distributions;
using Strata.Analysis.Statistics;

namespace Strata.Tests.Analysis.Statistics;

public class TrendTestTests
{
    /// <summary>n at X = 0 of which a have it, m at X = 1 of which b have it.</summary>
    private static TrendPoint[] Table(int n, int a, int m, int b)
        => [.. Enumerable.Range(0, n).Select(i => new TrendPoint("", 0, i < a ? 1 : 0)),
            .. Enumerable.Range(0, m).Select(i => new TrendPoint("", 1, i < b ? 1 : 0))];

    [Theory]
    [InlineData(4, 0, 4, 3)]
    [InlineData(3, 0, 3, 3)]
    [InlineData(5, 1, 3, 2)]
    [InlineData(4, 4, 4, 4)]
    [InlineData(2, 2, 6, 1)]
    public void Of_two_groups_and_two_outcomes_it_is_Fishers_exact_test(int n, int a, int m, int b)
    {
        var test = TrendTest.Of(Table(n, a, m, b));
        var chance = new Hypergeometric(n + m, a + b, m);
        Assert.Equal(chance.CumulativeDistribution(b), test.PFalling, 1e-12);
        Assert.Equal(1 - (b == 0 ? 0 : chance.CumulativeDistribution(b - 1)), test.PRising, 1e-12);
        Assert.Equal(n + m, test.Points);
    }

    [Fact]
    public void Many_points_are_drawn_and_come_near_the_exact_value()
    {
        var test = TrendTest.Of(Table(20, 4, 20, 11));
        double exact = 1 - new Hypergeometric(40, 15, 20).CumulativeDistribution(10);
        Assert.InRange(test.PRising, exact - .006, exact + .006); // four standard errors of 20,000 draws
        Assert.Equal(test, TrendTest.Of(Table(20, 4, 20, 11)));
    }

    [Fact]
    public void Strata_are_never_set_against_each_other()
    {
        // All in one stratum differ from all in the other, which says nothing.
        TrendPoint[] between = [new("a", 0, 0), new("a", 1, 0), new("b", 5, 1), new("b", 6, 1)];
        Assert.Equal(1, TrendTest.Of(between).PRising);
        // Two strata of which each has one order in six: one in 36 together.
        TrendPoint[] both = [.. Table(2, 0, 2, 2), .. Table(2, 0, 2, 2).Select(point => point with { Stratum = "b" })];
        Assert.Equal(1 / 36.0, TrendTest.Of(both).PRising, 1e-12);
        // One in which X does not vary counts no point.
        Assert.Equal(4, TrendTest.Of([.. Table(2, 0, 2, 2), new("c", 1, 0), new("c", 1, 1)]).Points);
    }

    [Fact]
    public void Nothing_to_compare_is_no_evidence()
    {
        Assert.Equal(new TrendTest(0, 1, 1, 0), TrendTest.Of([]));
        Assert.Equal(new TrendTest(0, 1, 1, 0), TrendTest.Of([new("", 3, 1), new("", 3, 0)]));
    }

    [Fact]
    public void Without_a_trend_one_test_in_twenty_finds_one()
    {
        var random = new Random(5);
        int found = Enumerable.Range(0, 1000).Count(_ => TrendTest.Of(Enumerable.Range(0, 6)
            .Select(i => new TrendPoint("", i, random.NextDouble()))).PRising < .05);
        Assert.InRange(found, 20, 80);
    }
}
