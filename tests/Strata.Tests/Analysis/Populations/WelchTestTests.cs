using Strata.Analysis.Populations;

namespace Strata.Tests.Analysis.Populations;

public sealed class WelchTestTests
{
    /// <summary>
    /// Extra sleep under two drugs (Student 1908), R's data set <c>sleep</c>; R's t.test prints t = −1.8608, df = 17.776, p = .07939.
    /// </summary>
    [Fact]
    public void Students_sleep_data_give_the_published_values()
    {
        var test = WelchTest.Of([.7, -1.6, -.2, -1.2, -.1, 3.4, 3.7, .8, 0, 2], [1.9, .8, 1.1, .1, -.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
        Assert.Equal(-1.8608, test.T!.Value, 5e-5);
        Assert.Equal(17.776, test.Df!.Value, 5e-4);
        Assert.Equal(.07939, test.P!.Value, 5e-6);
        // "95 percent confidence interval: -3.3654832 0.2054832".
        Assert.Equal(-3.3654832, test.Low!.Value, 5e-8);
        Assert.Equal(.2054832, test.High!.Value, 5e-8);
        Assert.Equal(.75, test.MeanA, 1e-12);
        Assert.Equal(2.33, test.MeanB, 1e-12);
        Assert.Null(test.Reason);
    }

    [Fact]
    public void Equal_variances_and_numbers_give_Students_t()
    {
        // Two samples 0 … 4 and 3 … 7: variance 2.5 each, t = −3/√1 = −3 with 8 degrees of freedom; two-sided p from the t table: .0171.
        var test = WelchTest.Of([0, 1, 2, 3, 4], [3, 4, 5, 6, 7]);
        Assert.Equal(-3, test.T!.Value, 1e-12);
        Assert.Equal(8, test.Df!.Value, 1e-12);
        Assert.Equal(.01707, test.P!.Value, 5e-6);
        Assert.Equal(Math.Sqrt(.5), test.SemA, 1e-12);
    }

    [Fact]
    public void Without_spread_there_is_no_t_but_a_reason()
    {
        // Of thirds rounding would make a spread.
        var test = WelchTest.Of([100 / 3.0, 100 / 3.0, 100 / 3.0], [50, 50]);
        Assert.Null(test.T);
        Assert.Null(test.Low);
        Assert.Null(test.P);
        Assert.Contains("no two models", test.Reason, StringComparison.Ordinal);
        Assert.Equal(100 / 3.0 - 50, test.Difference, 1e-12);
        // One population with a spread is enough: Welch's degrees of freedom are then that population's.
        Assert.Equal(2, WelchTest.Of([1, 2, 3], [5, 5]).Df!.Value, 1e-12);
        Assert.Contains("a spread needs two", WelchTest.Of([1], [1, 2]).Reason, StringComparison.Ordinal);
    }
}
