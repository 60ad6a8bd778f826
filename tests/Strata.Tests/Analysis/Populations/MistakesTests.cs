using Strata.Analysis.Populations;

namespace Strata.Tests.Analysis.Populations;

public class MistakesTests
{
    private static readonly int[] s_labels = [0, 1, 2];

    private static readonly Population s_a = new("a", new[,] { { 0, 2, 1 }, { 0, 2, 1 }, { 0, 1, 0 }, { 0, 0, 0 } }),
        s_b = new("b", new[,] { { 1, 1, 2 }, { 0, 1, 2 } });

    [Fact]
    public void Of_wrong_classes_the_most_frequent_counts_and_of_equal_ones_the_first()
    {
        Assert.Equal([-1, 2, 0], Mistakes.Of(s_a, s_labels));
        Assert.Equal([1, -1, -1], Mistakes.Of(s_b, s_labels));
    }

    [Fact]
    public void Confusions_count_every_prediction_once()
    {
        IReadOnlyList<ClassConfusion> found = ClassConfusion.All(s_a, s_b, s_labels);
        Assert.Equal(
            [new(0, 0, 4, 1), new(0, 1, 0, 1), new(1, 0, 1, 0), new(1, 1, 1, 2), new(1, 2, 2, 0), new(2, 0, 2, 0), new(2, 1, 2, 0),
                new(2, 2, 0, 2)], found);
        Assert.Equal((12, 6), (found.Sum(c => c.TimesA), found.Sum(c => c.TimesB)));
    }
}
