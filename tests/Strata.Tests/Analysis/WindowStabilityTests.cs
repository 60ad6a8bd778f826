using Strata.Analysis;

namespace Strata.Tests.Analysis;

public sealed class WindowStabilityTests
{
    private static double[,] Square(int layers, int first, int last)
    {
        double[,] cka = new double[layers, layers];
        for (int i = 0; i < layers; i++)
            for (int j = 0; j < layers; j++) cka[i, j] = i == j ? 1 : i >= first && i <= last && j >= first && j <= last ? .95 : .2;
        return cka;
    }

    private static WindowStability Of(params double[][,] matrices)
        => WindowStability.Of(matrices, [.. matrices.Select(m => BlockStructure.Detect(m, new()))]);

    [Fact]
    public void Windows_overlap_by_their_common_part_of_both()
    {
        WindowStability found = Of(Square(20, 4, 9), Square(20, 7, 12), Square(20, 0, 0));
        Assert.Equal((3, 2), (found.Seeds, found.WithWindow));
        // 7 to 9 of 4 to 12.
        Assert.Equal(3.0 / 9, found.Overlap!.Value, 12);
        Assert.Equal(1.0 / 3, found.Coverage[4], 12);
        Assert.Equal(2.0 / 3, found.Coverage[8], 12);
        Assert.Equal(0, found.Coverage[13]);
        Assert.Equal(2, found.Verdicts[BlockStructure.CauseUnknown]);
        Assert.Equal(1, found.Verdicts[BlockStructure.None]);
    }

    [Fact]
    public void Mean_and_spread_are_over_the_seeds_that_define_a_cell()
    {
        double[,] one = { { 1, .2 }, { .2, 1 } }, two = { { 1, .6 }, { .6, 1 } },
            undefined = { { 1, double.NaN }, { double.NaN, double.NaN } };
        WindowStability found = Of(one, two, undefined);
        Assert.Equal(.4, found.Mean[0, 1], 12);
        Assert.Equal(Math.Sqrt(.08), found.Spread[0, 1], 12);
        Assert.Equal(Math.Sqrt(.08), found.MeanSpread!.Value, 12);
        Assert.Null(found.Overlap);
        Assert.True(double.IsNaN(Of(undefined, undefined).Mean[0, 1]));
        Assert.True(double.IsNaN(Of(one, undefined).Spread[0, 1]));
    }

    [Fact]
    public void One_seed_and_different_layers_say_nothing()
    {
        Assert.Throws<ArgumentException>(() => Of(Square(5, 1, 2)));
        Assert.Throws<ArgumentException>(() => Of(Square(5, 1, 2), Square(6, 1, 2)));
    }
}
