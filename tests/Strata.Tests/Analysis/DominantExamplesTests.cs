using Strata.Analysis;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Analysis;

public sealed class DominantExamplesTests
{
    private const int Examples = 200, Features = 30;

    /// <summary>Far along one direction, each by its own length.</summary>
    private static readonly int[] s_dominant = [17, 3, 150, 80];

    private static double[,] Layer(int seed, int[] dominant, double length)
    {
        var random = new RandomSequence(seed, "dominant");
        double[,] rows = new double[Examples, Features];
        for (int i = 0; i < Examples; i++)
            for (int j = 0; j < Features; j++) rows[i, j] = random.NextDouble() - 0.5;
        double[] direction = [.. Enumerable.Range(0, Features).Select(_ => random.NextDouble() - 0.5)];
        foreach (var (place, example) in dominant.Index())
            for (int j = 0; j < Features; j++) rows[example, j] += (length - place) * (place % 2 == 0 ? 1 : -1) * direction[j];
        return rows;
    }

    private static LayerComponents Components(params double[][,] layers)
        => PrincipalComponents.Of(new MemorySource("m", layers), new() { MaxExamples = null, Leading = 1 });

    [Fact]
    public void Examples_that_lie_far_along_one_direction_come_first_whatever_their_sign()
    {
        LayerComponents components = Components(Layer(1, [], 0), Layer(2, s_dominant, 30), Layer(3, s_dominant, 20));
        DominantExamples found = DominantExamples.Of(components)!;
        Assert.Equal(1, found.Place);
        Assert.Equal(components.Layers[1], found.Layer);
        Assert.Equal(components.Shares[1], found.Share);
        Assert.Equal(s_dominant, found.Examples.Take(4));
        Assert.Equal(Enumerable.Range(0, Examples), found.Examples.Order());
        Assert.Equal(found.Projections.OrderDescending(), found.Projections);
        Assert.Equal(1, found.Projections.Average(p => p * p), 1e-9);
        // The first component of the rest is far smaller.
        Assert.InRange(found.Weight(4), 0.95, 1);
        Assert.Equal(1, found.Weight(Examples), 1e-9);
    }

    [Fact]
    public void Layers_that_the_same_examples_rule_have_them_in_common_and_others_by_chance()
    {
        DominantExamples found = DominantExamples.Of(Components(Layer(1, [], 0), Layer(2, s_dominant, 30), Layer(3, s_dominant, 20)))!;
        Assert.Equal(10, found.Top);
        Assert.Equal(1, found.InCommon[1]);
        Assert.InRange(found.InCommon[2], 0.4, 1);
        Assert.InRange(found.InCommon[0], 0, 0.3);
    }

    [Fact]
    public void A_window_leaves_other_layers_out_of_the_search_not_out_of_what_is_in_common()
    {
        LayerComponents components = Components(Layer(1, s_dominant, 40), Layer(2, [5, 6], 20), Layer(3, s_dominant, 10));
        DominantExamples found = DominantExamples.Of(components, (1, 2))!;
        Assert.Equal(1, found.Place);
        Assert.Equal([5, 6], found.Examples.Take(2));
        // Layer 0 is the input, of which no network has made anything.
        Assert.Equal(1, DominantExamples.Of(components)!.Place);
        Assert.Equal(3, found.InCommon.Count);
        Assert.Throws<ArgumentException>(() => DominantExamples.Of(components, (1, 3)));
        Assert.Throws<ArgumentException>(() => DominantExamples.Of(components, (2, 1)));
    }

    [Fact]
    public void Constant_layers_have_none()
    {
        double[,] constant = new double[20, 3];
        Assert.Null(DominantExamples.Of(Components(constant)));
        DominantExamples found = DominantExamples.Of(Components(new double[Examples, 3], Layer(1, s_dominant, 30)))!;
        Assert.Equal(1, found.Place);
        Assert.True(double.IsNaN(found.InCommon[0]));
    }

    /// <summary>The claim of P2, made true by construction: without the examples two layers have nothing in common.</summary>
    [Fact]
    public void Without_them_layers_that_only_they_make_alike_are_no_longer_alike()
    {
        double[][,] layers = [Layer(1, s_dominant, 60), Layer(2, s_dominant, 60)];
        using var source = new MemorySource("m", layers) { ExamplesHash = "made up" };
        DominantExamples found = DominantExamples.Of(PrincipalComponents.Of(source, new() { MaxExamples = null, Leading = 1 }))!;
        using var rest = new SelectedExamples(source, [.. found.Examples.Skip(4).Order()]);
        var options = new ComparisonOptions { Batch = Examples, Passes = 1 };
        Assert.InRange(ModelComparison.Compare(source, options: options).Values[0, 1], 0.8, 1);
        SimilarityMatrix left = rest.Numbered(ModelComparison.Compare(rest, options: options));
        Assert.InRange(left.Values[0, 1], -0.2, 0.2);
        Assert.Equal(Enumerable.Range(0, Examples).Except(s_dominant), left.Examples.Cast<int>().Order());
        Assert.Equal("made up", left.ExampleSource);
    }

    [Theory]
    [InlineData(0.01, 10_000, 100)]
    [InlineData(0.01, 20, 1)]
    [InlineData(0.1, 25, 3)]
    public void A_share_is_the_nearest_whole_number_of_examples_and_one_at_least(double share, int examples, int count)
        => Assert.Equal(count, DominantExamples.Count(share, examples));
}
