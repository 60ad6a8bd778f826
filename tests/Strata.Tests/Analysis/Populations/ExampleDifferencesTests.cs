using Strata.Analysis.Populations;
using Strata.Runtime;

namespace Strata.Tests.Analysis.Populations;

public sealed class ExampleDifferencesTests
{
    [Fact]
    public void By_hand()
    {
        // Accuracies 100, 50, 0 against 50, 50, 50: differences 50, 0, −50.
        var found = ExampleDifferences.Of([4, 2, 0], 4, [1, 1, 1], 2);
        Assert.Equal(50, found.Sd, 1e-12);
        // p = 5/6, 1/2, 1/6: mean of p(1 − p) is (5/36 + 1/4 + 5/36)/3, times 6/5 for six models, times 1/4 + 1/2.
        Assert.Equal(100 * Math.Sqrt((10 / 36.0 + .25) / 3 * 1.2 * .75), found.BinomialSd, 1e-12);
        Assert.Null(found.Correlation);
        Assert.Equal(200 / 3.0, found.Over10, 1e-12);
        Assert.Equal(1, ExampleDifferences.Of([4, 2, 0], 4, [2, 1, 0], 2).Correlation!.Value, 1e-12);
    }

    /// <summary>Ten models differ by whole tens of points, which floating point would put above or below 10.</summary>
    [Fact]
    public void A_difference_of_exactly_ten_points_is_not_over_ten()
    {
        int[] a = [.. Enumerable.Range(1, 10)], b = [.. a.Select(count => count - 1)];
        Assert.Equal(0, ExampleDifferences.Of(a, 10, b, 10).Over10);
        Assert.Equal(100, ExampleDifferences.Of(a, 9 + 1, [.. b.Select(count => count - 1)], 10).Over10
            + ExampleDifferences.Of(a, 10, b, 10).Over20);
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(10, 10)]
    [InlineData(40, 20)]
    public void Populations_that_are_alike_spread_like_binomial_numbers(int modelsA, int modelsB)
    {
        var random = new RandomSequence(3, "binomial");
        int[] a = new int[4000], b = new int[4000];
        for (int e = 0; e < a.Length; e++)
        {
            double p = random.NextDouble();
            a[e] = Enumerable.Range(0, modelsA).Count(_ => random.NextDouble() < p);
            b[e] = Enumerable.Range(0, modelsB).Count(_ => random.NextDouble() < p);
        }
        var found = ExampleDifferences.Of(a, modelsA, b, modelsB);
        // The spread of 4,000 examples is known to 1.1 %.
        Assert.InRange(found.Sd / found.BinomialSd, .965, 1.035);
    }
}
