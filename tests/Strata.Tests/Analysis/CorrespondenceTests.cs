using Strata.Analysis;

namespace Strata.Tests.Analysis;

public sealed class CorrespondenceTests
{
    [Fact]
    public void The_best_match_is_the_first_of_the_largest_of_a_row_or_column()
    {
        double[,] cka = { { .2, .9, .9 }, { double.NaN, .1, .3 }, { double.NaN, double.NaN, double.NaN }, { .5, .4, -.2 } };
        Correspondence found = Correspondence.Of(cka);
        Assert.Equal([1, 2, null, 0], found.FromA.Select(m => m.Match));
        Assert.Equal([.9, .3, null, .5], found.FromA.Select(m => m.Cka));
        Assert.Equal([0, 1.0 / 3, 2.0 / 3, 1], found.FromA.Select(m => m.Depth));
        Assert.Equal([.5, 1, null, 0], found.FromA.Select(m => m.MatchDepth));
        Assert.Equal([3, 0, 0], found.FromB.Select(m => m.Match));
        Assert.Equal((.2 + .9 + .9 + .1 + .3 + .5 + .4 - .2) / 8, found.Mean!.Value, 12);
        Assert.Null(found.MeanInside);
    }

    [Fact]
    public void Layers_that_match_at_equal_depth_correlate_wholly_whatever_the_numbers_of_layers()
    {
        double[,] cka = new double[21, 41];
        for (int i = 0; i < 21; i++)
            for (int j = 0; j < 41; j++) cka[i, j] = 1 - Math.Abs(i / 20.0 - j / 40.0);
        Correspondence found = Correspondence.Of(cka);
        Assert.Equal(1, found.DepthCorrelationA!.Value, 12);
        Assert.Equal(1, found.DepthCorrelationB!.Value, 2);
        Assert.InRange(found.DepthDifference!.Value, 0, .0251);
    }

    [Fact]
    public void Where_every_layer_has_a_match_of_its_own_the_correlation_is_that_of_ranks()
    {
        int[] match = [2, 3, 0, 5, 4, 6, 9, 7, 10, 1, 8];
        double[,] cka = new double[11, 11];
        for (int i = 0; i < 11; i++) cka[i, match[i]] = 1;
        // 1 − 6·Σd²/(n³ − n), Spearman's formula for ranks without ties.
        double expected = 1 - 6.0 * match.Select((m, i) => (m - i) * (double)(m - i)).Sum() / (11 * 11 * 11 - 11);
        Assert.Equal(expected, Correspondence.Of(cka).DepthCorrelationA!.Value, 12);
    }

    [Fact]
    public void One_match_for_all_has_no_correlation()
    {
        double[,] cka = { { .9, .1 }, { .8, .1 }, { .7, .1 } };
        Assert.Null(Correspondence.Of(cka).DepthCorrelationA);
        Assert.Null(Correspondence.Of(cka).DepthCorrelationB);
    }

    [Fact]
    public void Pairs_of_both_windows_are_told_from_the_rest()
    {
        double[,] cka = { { .1, .2, .3 }, { .4, .5, double.NaN }, { .7, .8, .9 } };
        Correspondence found = Correspondence.Of(cka, (1, 2), (1, 2));
        Assert.Equal((.5 + .8 + .9) / 3, found.MeanInside!.Value, 12);
        Assert.Equal((.1 + .2 + .3 + .4 + .7) / 5, found.MeanOutside!.Value, 12);
        Assert.Equal([1, 2], found.WindowA!);
        Assert.Null(Correspondence.Of(cka, (1, 2), null).MeanInside);
        Assert.Throws<ArgumentException>(() => Correspondence.Of(cka, (1, 3), null));
        Assert.Throws<ArgumentException>(() => Correspondence.Of(new double[0, 0]));
    }

    [Fact]
    public void A_model_is_at_no_distance_from_itself_and_an_undefined_one_at_none_at_all()
    {
        Assert.Equal(0, ModelDistances.Between(Correspondence.Of(new double[,] { { 1, .4 }, { .4, 1 } })));
        // The best of the rows are .5 and .7, those of the columns .7, .5 and .4.
        Assert.Equal(1 - (1.2 / 2 + 1.6 / 3) / 2,
            ModelDistances.Between(Correspondence.Of(new double[,] { { .3, .5, .2 }, { .7, .1, .4 } }))!.Value, 12);
        Assert.Null(ModelDistances.Between(Correspondence.Of(new double[,] { { double.NaN } })));
    }
}
