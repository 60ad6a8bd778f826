using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

public class SubsetsTests
{
    private static readonly HeldExamples s_uneven =
        new([], [.. Enumerable.Repeat(0, 33).Concat(Enumerable.Repeat(1, 50)).Concat(Enumerable.Repeat(2, 17))]);

    private static int[] Sizes(Examples examples, int[] chosen)
        => [.. chosen.GroupBy(i => examples.Labels[i]).OrderBy(group => group.Key).Select(group => group.Count())];

    [Theory]
    [InlineData("1/4", 8, 12, 4)]
    [InlineData("1/16", 2, 3, 1)]
    [InlineData("0.9", 29, 45, 15)]
    public void Balanced_takes_the_floor_of_each_class(string fraction, int a, int b, int c)
    {
        int[] chosen = Subsets.Choose(s_uneven, 3, Fraction.Parse(fraction), SubsetKind.Balanced, 1);
        Assert.Equal([a, b, c], Sizes(s_uneven, chosen));
        Assert.Equal(chosen.Distinct().Order(), chosen);
    }

    [Fact]
    public void All_is_all_whatever_the_kind()
    {
        Assert.Equal(Enumerable.Range(0, 100), Subsets.Choose(s_uneven, 3, Fraction.One, SubsetKind.Balanced, 5));
        Assert.Equal(Enumerable.Range(0, 100), Subsets.Choose(s_uneven, 3, Fraction.One, SubsetKind.First, 5));
    }

    [Fact]
    public void A_seed_gives_its_subset_again_and_another_seed_another()
    {
        var quarter = Fraction.Parse("1/4");
        int[] chosen = Subsets.Choose(s_uneven, 3, quarter, SubsetKind.Balanced, 1);
        Assert.Equal(chosen, Subsets.Choose(s_uneven, 3, quarter, SubsetKind.Balanced, 1));
        Assert.NotEqual(chosen, Subsets.Choose(s_uneven, 3, quarter, SubsetKind.Balanced, 2));
        Assert.Subset(chosen.ToHashSet(), Subsets.Choose(s_uneven, 3, Fraction.Parse("1/16"), SubsetKind.Balanced, 1).ToHashSet());
    }

    [Fact]
    public void The_share_that_the_papers_use_of_CIFAR_10_is_3120_images()
    {
        var cifar = new HeldExamples([], [.. Enumerable.Range(0, 50_000).Select(i => i % 10)]);
        Assert.Equal(3120, Subsets.Choose(cifar, 10, Fraction.Parse("1/16"), SubsetKind.Balanced, 0).Length);
        Assert.Equal(Enumerable.Range(0, 3125), Subsets.Choose(cifar, 10, Fraction.Parse("1/16"), SubsetKind.First, 0));
    }

    [Fact]
    public void A_subset_without_one_of_the_classes_is_refused()
    {
        Assert.Contains("class 2 is less than one",
            Assert.Throws<StrataException>(() => Subsets.Choose(s_uneven, 3, Fraction.Parse("1/32"), SubsetKind.Balanced, 1)).Message,
            StringComparison.Ordinal);
        Assert.Contains("holds only 1 of 3 classes",
            Assert.Throws<StrataException>(() => Subsets.Choose(s_uneven, 3, Fraction.Parse("1/4"), SubsetKind.First, 1)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, 10, 10, 10)]
    [InlineData(60, 22, 21, 17)]
    [InlineData(99, 33, 49, 17)]
    [InlineData(0)]
    public void A_given_count_is_spread_over_the_classes_as_evenly_as_they_allow(int count, params int[] sizes)
    {
        int[] chosen = BalancedChoice.Of(s_uneven.Labels, count, 4);
        Assert.Equal(count, chosen.Length);
        Assert.Equal(chosen.Distinct().Order(), chosen);
        Assert.Equal(sizes.Order(), Sizes(s_uneven, chosen).Order());
    }

    [Fact]
    public void A_count_beyond_the_examples_takes_all()
        => Assert.Equal(Enumerable.Range(0, 100), BalancedChoice.Of(s_uneven.Labels, 1000, 1));
}
