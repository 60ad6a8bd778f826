using Strata.Analysis.Statistics;

namespace Strata.Tests.Analysis.Statistics;

public class MantelTestTests
{
    private static double[,] Distances(params double[] places)
    {
        double[,] distances = new double[places.Length, places.Length];
        for (int i = 0; i < places.Length; i++)
            for (int j = 0; j < places.Length; j++) distances[i, j] = Math.Abs(places[i] - places[j]);
        return distances;
    }

    [Fact]
    public void Equal_distances_correlate_fully_in_the_given_order_and_its_mirror_image()
    {
        var test = MantelTest.Of(Distances(1, 2, 3, 4, 5), Distances(1, 2, 3, 4, 5));
        Assert.Equal(1, test.Correlation, 1e-12);
        Assert.Equal(2 / 120.0, test.PRising, 1e-12);
        Assert.Equal(1, test.PFalling);
        // Without a mirror image there is one order.
        Assert.Equal(1 / 120.0, MantelTest.Of(Distances(1, 2, 4, 8, 16), Distances(1, 2, 4, 8, 16)).PRising, 1e-12);
    }

    [Fact]
    public void The_order_of_the_things_is_of_no_matter()
    {
        var test = MantelTest.Of(Distances(1, 2, 4, 7, 9), Distances(2, 1, 5, 6, 9));
        var turned = MantelTest.Of(Distances(9, 1, 7, 2, 4), Distances(9, 2, 6, 1, 5));
        Assert.Equal(test.Correlation, turned.Correlation, 1e-12);
        Assert.Equal(test.PRising, turned.PRising, 1e-12);
    }

    [Fact]
    public void Many_things_are_dealt_at_random()
    {
        double[] places = [.. Enumerable.Range(0, 12).Select(i => i * i * 1.0)];
        Assert.InRange(MantelTest.Of(Distances(places), Distances(places)).PRising, 0, .001);
        var random = new Random(3);
        Assert.InRange(MantelTest.Of(Distances(places), Distances([.. places.Select(_ => random.NextDouble())])).PRising, .01, 1);
    }

    [Fact]
    public void Distances_that_are_all_the_same_say_nothing()
        => Assert.Equal(new MantelTest(double.NaN, 1, 1), MantelTest.Of(Distances(1, 1, 1, 1, 1), Distances(1, 2, 3, 4, 5)));
}
