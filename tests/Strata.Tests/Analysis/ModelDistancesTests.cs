using Strata.Analysis;
using Strata.Runtime;

namespace Strata.Tests.Analysis;

public sealed class ModelDistancesTests
{
    private static double[,] Between(double[][] points)
    {
        double[,] distances = new double[points.Length, points.Length];
        for (int i = 0; i < points.Length; i++)
            for (int j = 0; j < points.Length; j++)
                distances[i, j] = Math.Sqrt(points[i].Zip(points[j], (a, b) => (a - b) * (a - b)).Sum());
        return distances;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(20)]
    public void Points_of_a_plane_are_found_again_up_to_rotation_reflection_and_shift(int count)
    {
        var random = new RandomSequence(5, "points", count);
        double[,] distances = Between([.. Enumerable.Range(0, count).Select(_ => new[] { random.NextNormal(), 3 * random.NextNormal() })]);
        ModelDistances found = ModelDistances.Of(distances);
        double[,] again = Between(found.Plane);
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++) Assert.Equal(distances[i, j], again[i, j], 1e-9);
        Assert.Equal(1, found.Shown!.Value, 9);
        Assert.All(Enumerable.Range(0, 2), axis => Assert.Equal(0, found.Plane.Sum(p => p[axis]), 1e-9));
    }

    [Fact]
    public void Four_corners_at_equal_distances_need_three_dimensions()
    {
        double[,] distances = new double[4, 4];
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++) distances[i, j] = i == j ? 0 : 1;
        Assert.Equal(2.0 / 3, ModelDistances.Of(distances).Shown!.Value, 9);
    }

    [Fact]
    public void Two_models_lie_on_a_line_and_equal_ones_on_a_point()
    {
        ModelDistances two = ModelDistances.Of(new double[,] { { 0, .4 }, { .4, 0 } });
        Assert.Equal(.4, Math.Abs(two.Plane[0][0] - two.Plane[1][0]), 12);
        Assert.Equal([0, 0], two.Plane.Select(p => p[1]));
        ModelDistances same = ModelDistances.Of(new double[3, 3]);
        Assert.Null(same.Shown);
        Assert.All(same.Plane, p => Assert.Equal([0.0, 0.0], p));
    }

    [Fact]
    public void What_is_no_distance_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ModelDistances.Of(new double[0, 0]));
        Assert.Throws<ArgumentException>(() => ModelDistances.Of(new double[2, 3]));
        Assert.Throws<ArgumentException>(() => ModelDistances.Of(new double[,] { { 0, 1 }, { 2, 0 } }));
        Assert.Throws<ArgumentException>(() => ModelDistances.Of(new double[,] { { 1, 1 }, { 1, 1 } }));
        Assert.Throws<ArgumentException>(() => ModelDistances.Of(new double[,] { { 0, double.NaN }, { double.NaN, 0 } }));
    }
}
