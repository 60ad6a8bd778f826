using Strata.Analysis.Populations;

namespace Strata.Tests.Analysis.Populations;

/// <summary>
/// The three regressions where their solution is known in closed form; statsmodels is the oracle for the rest (ErrorsOracleTests).
/// </summary>
public sealed class NestedRegressionsTests
{
    private const double Digits = 1e-9;

    [Fact]
    public void Mirrored_examples_have_no_coefficient_and_the_mean_for_a_fit()
    {
        NestedRegressions fit = NestedRegressions.Fit([.8, .4], [.4, .8], .5, [[0, 1]]);
        Assert.Equal((.8 * .2 + .4 * .6) / 2, fit.Saturated, Digits);
        Assert.Equal(.04, fit.ExplainedByCells, Digits);
        Assert.Equal(0, fit.ExplainedByClasses, Digits);
        // Each example a class of its own: B is then as free as C.
        NestedRegressions each = NestedRegressions.Fit([.8, .4], [.4, .8], .5, [[0], [1]]);
        Assert.Equal(.04, each.ExplainedByClasses, Digits);
    }

    [Fact]
    public void One_odds_ratio_for_all_examples_is_fitted_exactly()
    {
        double[] a = [.1, .3, .5, .9], b = [.. a.Select(p => 3 * p / (1 - p) / (1 + 3 * p / (1 - p)))];
        foreach (double weight in new[] { .5, .2 })
        {
            NestedRegressions fit = NestedRegressions.Fit(a, b, weight, [[0, 1, 2, 3]]);
            Assert.Equal(0, fit.ExplainedByCells, Digits);
        }
    }

    [Fact]
    public void Examples_that_are_always_right_or_wrong_add_nothing()
    {
        NestedRegressions few = NestedRegressions.Fit([.7, .2, .5], [.5, .4, .1], .5, [[0, 1], [2]]),
            many = NestedRegressions.Fit([.7, 1, .2, 0, .5, 1], [.5, 1, .4, 0, .1, 1], .5, [[0, 1, 2, 3], [4, 5]]);
        Assert.Equal(few.Additive, 2 * many.Additive, Digits);
        Assert.Equal(few.Classes, 2 * many.Classes, Digits);
        Assert.Equal(few.Saturated, 2 * many.Saturated, Digits);
    }

    [Theory]
    [InlineData(1, .5, 1, .2)]
    [InlineData(.3, 0, .8, 0)]
    [InlineData(1, 0, 1, 0)]
    public void Perfect_separation_has_its_limit(double a1, double b1, double a2, double b2)
    {
        foreach ((double[] a, double[] b) in new[] { (new[] { a1, a2 }, new[] { b1, b2 }), (new[] { b1, b2 }, new[] { a1, a2 }) })
        {
            NestedRegressions fit = NestedRegressions.Fit(a, b, .5, [[0, 1]]);
            Assert.Equal(0, fit.ExplainedByCells, Digits);
            Assert.Equal((a1 * (1 - a1) + b1 * (1 - b1) + a2 * (1 - a2) + b2 * (1 - b2)) / 4, fit.Additive, Digits);
        }
    }

    [Fact]
    public void The_populations_may_change_places()
    {
        double[] a = [.9, .3, .6, 1, .25], b = [.4, .5, .1, .7, 0];
        NestedRegressions one = NestedRegressions.Fit(a, b, .3, [[0, 2], [1, 3, 4]]),
            other = NestedRegressions.Fit(b, a, .7, [[0, 2], [1, 3, 4]]);
        Assert.Equal(one.Additive, other.Additive, Digits);
        Assert.Equal(one.Classes, other.Classes, Digits);
        Assert.True(one.Additive >= one.Classes && one.Classes >= one.Saturated);
    }
}
