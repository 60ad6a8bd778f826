using Strata.Analysis.Populations;

namespace Strata.Tests.Analysis.Populations;

/// <summary>v² on simulated populations: around 0 without an effect, around the true value with one, inside its interval.</summary>
public sealed class GroupEffectTests
{
    private const int Simulations = 24;

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void Populations_that_do_not_differ_have_a_corrected_value_around_0(int models)
    {
        GroupEffect[] found = [.. Enumerable.Range(0, Simulations).Select(seed => Simulated.Create(models, 800, 10, 0, 0, seed).Effect())];
        // Its standard deviation is about .05 for 9 degrees of freedom among 800 examples, so that of the mean about .01.
        Assert.InRange(found.Average(e => e.V2Corrected!.Value), -.03, .03);
        Assert.InRange(found.Select(e => e.V2Corrected!.Value).Order().ElementAt(Simulations / 2), -.05, .05);
        Assert.All(found, e => Assert.InRange(e.V2Corrected!.Value, -.25, .25));
        // The papers' differences are above 0 where nothing differs; without their bias they are on both sides.
        Assert.All(found, e => Assert.True(e.VarianceAdditive - e.VarianceSaturated > 0));
        Assert.InRange(found.Count(e => e.DifferenceCorrected > 0), Simulations / 5, 4 * Simulations / 5);
        Assert.InRange(found.Count(e => e.ExplainedCorrected > 0), Simulations / 6, 5 * Simulations / 6);
        Assert.True(found.Count(e => e.Note is not null) > Simulations / 2);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void Examples_that_differ_without_regard_to_class_leave_classes_nothing_to_explain(int models)
    {
        Simulated[] populations = [.. Enumerable.Range(0, Simulations).Select(seed => Simulated.Create(models, 800, 10, 0, 1.5, seed))];
        double[] corrected = [.. populations.Select(p => p.Effect().V2Corrected!.Value)];
        // Ten classes explain 9/799 of what 800 examples differ by, whatever they are.
        Assert.Equal(populations.Average(p => p.TrueV2), corrected.Average(), .01);
        Assert.All(corrected, value => Assert.InRange(value, -.1, .15));
    }

    [Theory]
    [InlineData(10, 1.0, .5)]
    [InlineData(40, 1.0, .5)]
    [InlineData(10, .8, 1.2)]
    [InlineData(40, .8, 1.2)]
    public void A_known_effect_is_found_whatever_the_number_of_models(int models, double classEffect, double exampleEffect)
    {
        Simulated[] populations = [.. Enumerable.Range(0, Simulations)
            .Select(seed => Simulated.Create(models, 800, 10, classEffect, exampleEffect, seed))];
        double truth = populations.Average(p => p.TrueV2), corrected = populations.Average(p => p.Effect().V2Corrected!.Value),
            papers = populations.Average(p => p.Effect().V2!.Value);
        Assert.Equal(truth, corrected, .05);
        // With ten models the papers' value misses a good part of it.
        Assert.True(papers < corrected && (models == 40 || papers < truth - .05), $"papers' {papers}, corrected {corrected}, true {truth}");
    }

    /// <summary>Classes alone, classes and examples, and both large: intervals were 2 to 5 times too wide.</summary>
    [Theory]
    [InlineData(20, .5, 0)]
    [InlineData(20, .5, .4)]
    [InlineData(6, .8, 1)]
    public void The_interval_covers_the_true_value_and_is_no_wider_than_the_estimates_spread(
        int classes, double ofClasses, double ofExamples)
    {
        const int Many = 60;
        (double True, GroupEffect Found)[] all = [.. Enumerable.Range(100, Many).AsParallel()
            .Select(seed => Simulated.Create(16, 400, classes, ofClasses, ofExamples, seed))
            .Select(p => (p.TrueV2, p.Effect(resamples: 200)))];
        Assert.All(all, one => Assert.InRange(one.Found.V2Corrected!.Value, one.Found.Interval![0], one.Found.Interval[1]));
        // 95 % of 60 are 57; fewer than 52 would be a coverage below 95 % with p < .01.
        Assert.InRange(all.Count(one => one.Found.Interval![0] <= one.True && one.True <= one.Found.Interval[1]), 52, Many);
        double spread = 2 * 1.96
            * MathNet.Numerics.Statistics.Statistics.StandardDeviation(all.Select(one => one.Found.V2Corrected!.Value - one.True));
        // The spread of 60 numbers is known to 9 %.
        Assert.InRange(all.Average(one => one.Found.Interval![1] - one.Found.Interval[0]) / spread, .7, 1.45);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void Where_nothing_differs_the_interval_covers_0_and_is_no_wider_than_the_estimates_spread(int models)
    {
        const int Many = 120;
        GroupEffect[] found = [.. Enumerable.Range(0, Many).AsParallel()
            .Select(seed => Simulated.Create(models, 400, 10, 0, 0, seed).Effect(resamples: 200))];
        // 95 % of 120 are 114; fewer than 108 would be a coverage below 95 % with p < .01.
        Assert.InRange(found.Count(e => e.Interval![0] <= 0 && 0 <= e.Interval[1]), 108, Many);
        double[] estimates = [.. found.Select(e => e.V2Corrected!.Value)];
        double spread = 2 * 1.96 * MathNet.Numerics.Statistics.Statistics.StandardDeviation(estimates);
        // Draws around the observed differences, which are noise here, gave 1.7 and 1.9; the spread of 120
        // numbers is known to 6.5 %.
        Assert.InRange(found.Average(e => e.Interval![1] - e.Interval[0]) / spread, .8, 1.45);
    }

    [Fact]
    public void The_correction_is_that_of_the_cells_variances()
    {
        // Without a difference of the means the regression on example + population is linear, and V_A − V_C loses V_C/(2(M − 1)): M/(M − 1)
        // of a cell's variance of p/M.
        foreach (int models in new[] { 8, 20 })
        {
            GroupEffect found = Simulated.Create(models, 2000, 10, 0, 1, 5).Effect();
            double byFormula = found.VarianceAdditive - found.VarianceSaturated - found.VarianceSaturated / (2 * (models - 1));
            Assert.Equal(byFormula, found.DifferenceCorrected!.Value, .02 * byFormula);
        }
    }

    [Fact]
    public void What_is_undefined_says_why()
    {
        int[] labels = [0, 0, 1, 1];
        GroupEffect Effect(int[,] a, int[,] b)
            => GroupEffect.Of(new(new Population("a", a), labels), new(new Population("b", b), labels), [[0, 1], [2, 3]], 0, 0);
        int[,] right = { { 0, 0, 1, 1 }, { 0, 0, 1, 1 }, { 0, 0, 1, 1 }, { 0, 0, 1, 1 } },
            wrong = { { 1, 1, 0, 0 }, { 1, 1, 0, 0 }, { 1, 1, 0, 0 }, { 1, 1, 0, 0 } };
        Assert.Contains("separates them perfectly", Effect(right, wrong).Reason, StringComparison.Ordinal);
        Assert.Contains("separates them perfectly", Effect(right, right).Reason, StringComparison.Ordinal);
        int[,] mixed = { { 0, 1, 1, 1 }, { 0, 0, 1, 0 }, { 0, 0, 1, 1 }, { 1, 0, 1, 1 } };
        Assert.Contains("separates them perfectly", Effect(right, mixed).Reason, StringComparison.Ordinal);
        Assert.Contains("fewer than 4 models",
            Effect(new int[,] { { 0, 1, 1, 1 }, { 0, 0, 1, 0 }, { 1, 0, 1, 1 } },
                new int[,] { { 0, 0, 0, 1 }, { 1, 1, 1, 0 }, { 0, 0, 1, 1 } }).Note, StringComparison.Ordinal);
        int[,] half = { { 0, 0, 1, 1 }, { 0, 0, 1, 1 }, { 1, 1, 0, 0 }, { 1, 1, 0, 0 } };
        GroupEffect same = Effect(half, half);
        Assert.Null(same.V2);
        Assert.Contains("agree on every example", same.Reason, StringComparison.Ordinal);
    }
}
