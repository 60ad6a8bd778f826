using Strata.Analysis.Populations;

namespace Strata.Tests.Analysis.Populations;

public class ExampleShuffleTests
{
    private static readonly int[] s_labels = new int[200];

    /// <param name="hard">Examples, from the first, that the population is right about one time in five; about the others, four in five.
    /// </param>
    private static Population Of(Random random, int models, int hard)
    {
        int[,] predictions = new int[models, s_labels.Length];
        for (int m = 0; m < models; m++)
            for (int e = 0; e < s_labels.Length; e++) predictions[m, e] = random.NextDouble() < (e < hard ? .2 : .8) ? 0 : 1;
        return new("p", predictions);
    }

    [Fact]
    public void Alike_populations_differ_by_what_dealing_anew_gives()
    {
        var random = new Random(1);
        double[] p = [.. Enumerable.Range(0, 100)
            .Select(i => ExampleShuffle.Of(Of(random, 6, 40), Of(random, 9, 40), s_labels, deals: 99, seed: i).P)];
        Assert.InRange(p.Count(value => value < .05), 0, 12);
        Assert.InRange(p.Average(), .4, .6);
    }

    [Fact]
    public void Populations_that_find_other_examples_hard_differ_beyond_chance()
    {
        var random = new Random(2);
        var found = ExampleShuffle.Of(Of(random, 10, 0), Of(random, 10, 60), s_labels);
        Assert.Equal(1 / 1000.0, found.P, 1e-12);
        Assert.True(found.Sd > 1.5 * found.ByChance, $"{found.Sd} against {found.ByChance}");
    }

    [Fact]
    public void The_deviation_is_that_of_the_comparison()
    {
        var random = new Random(3);
        Population a = Of(random, 5, 20), b = Of(random, 7, 50);
        Assert.Equal(PopulationComparison.Of(a, b, s_labels, options: new() { Resamples = 0 }).Examples.Sd,
            ExampleShuffle.Of(a, b, s_labels, deals: 1).Sd, 1e-9);
    }
}
