using Strata.Studies.Planning;

namespace Strata.Studies.Tests.Planning;

public class ComparisonGroupsTests
{
    private static PlannedComparison Pair(string a, string b) => new(a == b ? a : $"{a}~{b}", "", a, b, 1, 0, 0);

    [Fact]
    public void Pairs_that_share_models_come_together_and_others_apart()
    {
        var groups = ComparisonGroups.Of([Pair("a", "a"), Pair("b", "b"), Pair("c", "c"), Pair("a", "b")], largest: 10);
        Assert.Equal(["a a~b b", "c"], groups.Select(g => string.Join(' ', g.Select(c => c.Name).Order())).Order());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(20)]
    public void Groups_hold_every_pair_once_and_no_more_models_than_fit(int largest)
    {
        string[] models = [.. Enumerable.Range(0, 12).Select(i => $"m{i:00}")];
        PlannedComparison[] all = [.. from a in models from b in models where string.CompareOrdinal(a, b) <= 0 select Pair(a, b)];
        var groups = ComparisonGroups.Of(all, largest);
        Assert.Equal(all.Select(c => c.Name).Order(), groups.SelectMany(g => g).Select(c => c.Name).Order());
        Assert.All(groups, g => Assert.InRange(g.SelectMany(c => new[] { c.A, c.B }).Distinct().Count(), 1, largest));
    }
}
