using Strata.Analysis;
using Strata.Models;
using Strata.Runtime;

namespace Strata.Tests.Analysis;

public class BlockStructureTests
{
    private static readonly BlockOptions Defaults = new();

    [Fact]
    public void A_bright_square_is_found_with_its_ends_share_and_mean()
    {
        BlockStructure found = BlockStructure.Detect(Squares(20, .3, (5, 10, .95)), Defaults);
        Assert.Equal((5, 10), (found.First!.Value, found.Last!.Value));
        Assert.Equal(6 / 20.0, found.Share);
        Assert.Equal(.95, found.Mean!.Value, 1e-12);
        Assert.Equal(15 / 190.0, found.F90);
        Assert.True(found.LargeWindow);
        Assert.Equal("large window, cause unknown", found.Verdict);
        Assert.Null(found.Components);
    }

    [Fact]
    public void The_verdict_follows_window_and_components()
    {
        double[,] large = Squares(20, .3, (5, 10, .95)), none = Squares(20, .3, (5, 6, .95));
        Assert.Equal("block structure", BlockStructure.Detect(large, Defaults, Shares(20, .6, 5, 12)).Verdict);
        // One layer of twenty is too few; two outside the window do not explain it; two of them, one inside, do.
        Assert.Equal("similar layers", BlockStructure.Detect(large, Defaults, Shares(20, .6, 5)).Verdict);
        Assert.Equal("similar layers", BlockStructure.Detect(large, Defaults, Shares(20, .6, 4, 11)).Verdict);
        Assert.Equal("block structure", BlockStructure.Detect(large, Defaults, Shares(20, .5, 10, 19)).Verdict);
        Assert.Equal("similar layers", BlockStructure.Detect(large, Defaults, Shares(20, .4999, 10, 19)).Verdict);
        Assert.Equal("none", BlockStructure.Detect(none, Defaults, Shares(20, .6, 5, 6)).Verdict);
        Assert.Equal("none", BlockStructure.Detect(none, Defaults).Verdict);
        Assert.Equal("large window, cause unknown", BlockStructure.Detect(large, Defaults, [.. Enumerable.Repeat(double.NaN, 20)]).Verdict);
    }

    [Fact]
    public void The_verdict_rests_on_the_window_that_a_component_rules_not_on_the_longest()
    {
        double[,] cka = Squares(100, .3, (5, 44, .905), (50, 69, .92), (75, 92, .91), (94, 97, .99));
        double[] shares = Shares(100, .6, [10, .. Enumerable.Range(50, 5), .. Enumerable.Range(76, 12), 95]);
        BlockStructure found = BlockStructure.Detect(cka, Defaults, shares);
        Assert.Equal(("block structure", 75, 92), (found.Verdict, found.First, found.Last));
        Assert.Equal((.18, .91), (found.Share!.Value, Math.Round(found.Mean!.Value, 12)));
        Assert.Equal(12, found.Components!.LayersInWindow);
        Assert.Equal([(5, 1, 1 / 40.0), (50, 5, 5 / 20.0), (75, 12, 12 / 18.0)],
            found.LargeWindows.Select(window => (window.First, window.DominatedLayers!.Value, window.DominatedShare!.Value)));
        Assert.Equal(4, found.Windows.Count);

        // Without components, and where none of its layers is dominated, the longest stands for all.
        BlockStructure unknown = BlockStructure.Detect(cka, Defaults), plain = BlockStructure.Detect(cka, Defaults, Shares(100, .6));
        Assert.Equal(((5, 44), (5, 44)), (Ends(unknown), Ends(plain)));
        Assert.Equal((null, null), (unknown.Windows[0].DominatedLayers, unknown.Windows[0].DominatedShare));
        // Of equals the longer; a small window is no ground for a verdict however dominated.
        double[] both = Shares(100, .6, [.. Enumerable.Range(50, 20), .. Enumerable.Range(75, 18)]);
        Assert.Equal((50, 69), Ends(BlockStructure.Detect(cka, Defaults, both)));
        double[] outside = Shares(100, .6, [.. Enumerable.Range(94, 4), .. Enumerable.Range(45, 5), 99]);
        Assert.Equal("similar layers", BlockStructure.Detect(cka, Defaults, outside).Verdict);
    }

    /// <summary>In public ResNets of depth 20 to 56 the same 11 layers around a boundary of stages are alike: 15.9 % of 69.</summary>
    [Fact]
    public void A_large_window_of_a_short_network_has_a_note()
    {
        string note = Assert.Single(BlockStructure.Detect(Squares(69, .3, (20, 30, .95)), Defaults).Notes);
        Assert.StartsWith("of 69 layers this window has 11", note);
        Assert.Empty(BlockStructure.Detect(Squares(69, .3, (20, 29, .95)), Defaults).Notes);
        Assert.Empty(BlockStructure.Detect(Squares(90, .3, (20, 40, .95)), Defaults).Notes);
        // A selection of layers does not make the network short.
        LayerInfo[] relus = [.. Enumerable.Range(0, 30).Select(i => new LayerInfo(4 * i + 3, $"relu{i}", "relu", null, null, [1]))];
        Assert.Empty(BlockStructure.Detect(Squares(30, .3, (20, 28, .95)), Defaults, layers: relus).Notes);
    }

    [Fact]
    public void Component_figures_are_reported()
    {
        double[] shares = [.. Enumerable.Range(0, 20).Select(i => i / 25.0)];
        shares[7] = double.NaN;
        BlockComponents components = BlockStructure.Detect(Squares(20, .3, (5, 14, .95)), Defaults, shares).Components!;
        Assert.Equal((7, 2, 7 / 20.0), (components.Layers, components.LayersInWindow, components.Share));
        Assert.Equal(19 / 25.0, components.Largest);
        Assert.Equal(10 / 25.0, components.MedianInWindow);
        // What dominates the images is no work of the network.
        shares[0] = .9;
        Assert.Equal(19 / 25.0, BlockStructure.Detect(Squares(20, .3), Defaults, shares).Components!.Largest);
        Assert.Equal(.9, BlockStructure.Detect(Squares(20, .3), Defaults with { HasInput = false }, shares).Components!.Largest);
    }

    [Fact]
    public void The_input_is_in_no_window_unless_there_is_none()
    {
        double[,] all = Squares(10, .95);
        Assert.Equal((1, 9), Ends(BlockStructure.Detect(all, Defaults)));
        Assert.Equal(.9, BlockStructure.Detect(all, Defaults).Share);
        Assert.Equal(1.0, BlockStructure.Detect(all, Defaults).F90);
        Assert.Equal((0, 9), Ends(BlockStructure.Detect(all, Defaults with { HasInput = false })));
    }

    [Fact]
    public void Without_two_similar_neighbours_there_is_no_window()
    {
        foreach (int layers in (int[])[1, 2, 15])
        {
            BlockStructure found = BlockStructure.Detect(Squares(layers, .5), Defaults);
            Assert.Equal(("none", false, layers == 1 ? null : 0.0), (found.Verdict, found.LargeWindow, found.F90));
            Assert.Null(found.First);
            Assert.Null(found.Last);
            Assert.Null(found.Share);
            Assert.Null(found.Mean);
            Assert.Empty(found.Windows);
        }
        Assert.Null(BlockStructure.Detect(Squares(2, .95), Defaults).First);
        Assert.Equal((0, 1), Ends(BlockStructure.Detect(Squares(2, .95), Defaults with { HasInput = false })));
    }

    [Theory]
    [InlineData(.9)]
    [InlineData(.7)]
    [InlineData(.1)]
    [InlineData(1.0)]
    public void A_mean_that_is_the_threshold_counts_whatever_the_sum_rounds_to(double threshold)
    {
        for (int layers = 3; layers < 60; layers++)
            Assert.Equal((1, layers - 1), Ends(BlockStructure.Detect(Squares(layers, threshold), Defaults with { Threshold = threshold })));
        Assert.Null(BlockStructure.Detect(Squares(40, .9 - 1e-9), Defaults).First);
        Assert.Equal(0, BlockStructure.Detect(Squares(40, .9), Defaults).F90);
    }

    [Fact]
    public void A_window_of_exactly_the_wanted_share_is_large()
    {
        for (int hundredths = 1; hundredths <= 100; hundredths++)
        {
            BlockOptions options = Defaults with { Threshold = 1, Share = hundredths / 100.0, HasInput = false };
            if (hundredths > 1) Assert.True(BlockStructure.Detect(Squares(100, .3, (0, hundredths - 1, 1)), options).LargeWindow);
            if (hundredths > 2) Assert.False(BlockStructure.Detect(Squares(100, .3, (0, hundredths - 2, 1)), options).LargeWindow);
        }
    }

    [Fact]
    public void Of_equal_windows_the_first_is_taken_and_the_others_follow()
    {
        BlockStructure found = BlockStructure.Detect(Squares(30, .1, (20, 24, .95), (4, 8, .92), (11, 17, .99)), Defaults);
        Assert.Equal([(11, 17), (4, 8), (20, 24)], found.Windows.Select(window => (window.First, window.Last)));
        Assert.Equal([.99, .92, .95], found.Windows.Select(window => Math.Round(window.Mean, 12)));
        Assert.Equal((11, 17), Ends(found));
    }

    [Fact]
    public void A_layer_without_a_value_ends_a_window()
    {
        double[,] cka = Squares(12, .95);
        for (int i = 0; i < 12; i++) cka[5, i] = cka[i, 5] = double.NaN;
        Assert.Equal([(6, 11), (1, 4)], BlockStructure.Detect(cka, Defaults).Windows.Select(window => (window.First, window.Last)));
        double[,] onlyItself = Squares(12, .95);
        onlyItself[11, 11] = double.NaN;
        Assert.Equal((1, 10), Ends(BlockStructure.Detect(onlyItself, Defaults)));
        Assert.Equal([11], BlockStructure.Detect(onlyItself, Defaults).UndefinedLayers);
    }

    [Fact]
    public void What_is_undefined_is_named_and_not_counted_as_unlike()
    {
        double[,] cka = Squares(12, .95);
        for (int i = 0; i < 12; i++) cka[5, i] = cka[i, 5] = double.NaN;
        BlockStructure found = BlockStructure.Detect(cka, Defaults);
        Assert.Equal([5], found.UndefinedLayers);
        Assert.Equal(1.0, found.F90);

        double[,] nothing = new double[4, 4];
        foreach ((int i, int j) in from i in Enumerable.Range(0, 4)
                                   from j in Enumerable.Range(0, 4)
                                   select (i,
            j)) nothing[i, j] = double.NaN;
        BlockStructure undefined = BlockStructure.Detect(nothing, Defaults);
        Assert.Equal(("undefined", false, null), (undefined.Verdict, undefined.LargeWindow, undefined.F90));
        for (int i = 0; i < 4; i++) nothing[i, i] = 1;
        Assert.Equal("undefined", BlockStructure.Detect(nothing, Defaults).Verdict);
        Assert.Empty(BlockStructure.Detect(Squares(1, 1), Defaults).UndefinedLayers);
    }

    [Fact]
    public void The_ends_are_named_where_the_layers_are_known()
    {
        LayerInfo[] layers = [.. Enumerable.Range(0, 10)
            .Select(i => new LayerInfo(i, $"layer{i}", "conv", i is 0 or 9 ? null : i / 4, 0, [1]))];
        BlockWindow window = BlockStructure.Detect(Squares(10, .2, (3, 9, .95)), Defaults, layers: layers).Windows[0];
        Assert.Equal(("layer3", "layer9", 0, null), (window.FirstLayer, window.LastLayer, window.FirstStage, window.LastStage));
    }

    [Fact]
    public void Every_window_of_random_matrices_is_what_a_look_at_all_of_them_finds()
    {
        var random = new RandomSequence(3, "matrices");
        int withWindow = 0, several = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            int count = 1 + random.Next(24);
            double level = .6 + .4 * random.NextDouble(), missing = random.Next(3) == 0 ? .02 : 0;
            double[] drift = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
            double[,] cka = new double[count, count];
            for (int i = 0; i < count; i++)
                for (int j = 0; j <= i; j++)
                    cka[i, j] = cka[j, i] = random.NextDouble() < missing ? double.NaN : i == j ? 1
                        : Math.Clamp(level + .25 * (random.NextDouble() - .4) - .3 * Math.Abs(drift[i] - drift[j]), -1, 1);
            BlockOptions options = Defaults with { HasInput = random.Next(2) == 0, Threshold = .7 + .2 * random.NextDouble() };
            BlockStructure found = BlockStructure.Detect(cka, options);
            var expected = BruteForce(cka, options);
            Assert.Equal(expected, found.Windows.Select(window => (window.First, window.Last)));
            if (expected.Count > 0)
            {
                withWindow++;
                Assert.Equal(expected[0], Ends(found));
                Assert.Equal(Mean(cka, expected[0].First, expected[0].Last), found.Mean!.Value, 1e-12);
            }
            if (expected.Count > 1) several++;
        }
        Assert.True(withWindow > 100 && several > 50, $"{withWindow} with a window, {several} with several");
    }

    [Fact]
    public void Matrices_that_are_no_self_similarity_are_refused()
    {
        Assert.Contains("3 by 4", BlockStructure.Problem(new double[3, 4]));
        Assert.Contains("no layers", BlockStructure.Problem(new double[0, 0]));
        double[,] crossed = Squares(4, .5), large = Squares(4, .5), half = Squares(4, .5), infinite = Squares(4, .5),
            rounded = Squares(4, .5);
        crossed[1, 2] += .2;
        large[0, 3] = large[3, 0] = 1.1;
        half[0, 3] = double.NaN;
        infinite[3, 0] = double.NegativeInfinity;
        rounded[1, 2] += 9e-7;
        rounded[2, 2] = 1 + 9e-7;
        Assert.Contains("not symmetric", BlockStructure.Problem(crossed));
        Assert.Contains("holds 1.1 at [3, 0]", BlockStructure.Problem(large));
        Assert.Contains("not symmetric", BlockStructure.Problem(half));
        Assert.Contains("holds -", BlockStructure.Problem(infinite));
        Assert.Null(BlockStructure.Problem(rounded));
        Assert.Throws<ArgumentException>(() => BlockStructure.Detect(crossed, Defaults));
        Assert.Throws<ArgumentException>(() => BlockStructure.Detect(Squares(4, .5), Defaults, [.1, .2]));
        Assert.Throws<ArgumentException>(() => BlockStructure.Detect(Squares(4, .5), Defaults, layers: []));
    }

    /// <summary>A layer is as similar to itself as can be: what has another diagonal is of another kind.</summary>
    [Theory]
    [InlineData("distances", 0, .7, "of distances D")]
    [InlineData("distances but for noise", 1e-4, .3, "of distances D")]
    [InlineData("large distances", 0, 12, "of distances D")]
    [InlineData("covariances", .6, .2, "of covariances")]
    [InlineData("large covariances", 40, 3, "of covariances")]
    [InlineData("percent", 100, 70, "K_ij/√(K_ii·K_jj)")]
    [InlineData("negative", -1, .5, "of covariances")]
    public void A_diagonal_far_from_one_is_refused_with_what_would_be_right(string kind, double diagonal, double others, string hint)
    {
        double[,] matrix = new double[20, 20];
        for (int i = 0; i < 20; i++)
            for (int j = 0; j < 20; j++) matrix[i, j] = i == j ? diagonal : others;
        string? problem = BlockStructure.Problem(matrix);
        Assert.True(problem is not null && problem.Contains("expected 1, the similarity of a layer to itself") && problem.Contains(hint),
            $"{kind}: {problem}");
        for (int i = 0; i < 20; i++) matrix[i, i] = double.NaN;
        if (Math.Abs(others) <= 1) Assert.Null(BlockStructure.Problem(matrix));
    }

    /// <summary>As values read off a published figure are, or those of half precision.</summary>
    [Fact]
    public void A_matrix_that_is_symmetric_but_for_noise_is_judged_by_the_mean_of_both_halves()
    {
        var random = new RandomSequence(5, "noise");
        double[,] clean = Squares(40, .4, (10, 25, .93)), read = new double[40, 40];
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < 40; j++) read[i, j] = i == j ? 1 + 5e-4 : clean[i, j] + .02 * (random.NextDouble() - .5);
        Assert.Null(BlockStructure.Problem(read));
        BlockStructure found = BlockStructure.Detect(read, Defaults);
        Assert.Equal((10, 25), Ends(found));
        double sum = 0, asymmetry = 0;
        for (int i = 10; i <= 25; i++)
            for (int j = 10; j < i; j++) sum += (read[i, j] + read[j, i]) / 2;
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < i; j++) asymmetry = Math.Max(asymmetry, Math.Abs(read[i, j] - read[j, i]));
        Assert.Equal(sum / 120, found.Mean!.Value, 1e-12);
        Assert.Equal(asymmetry, found.Asymmetry, 1e-15);
        Assert.Equal(0, BlockStructure.Detect(clean, Defaults).Asymmetry);

        // Two models of one depth give as even a matrix, but no layer of one is a layer of the other.
        for (int i = 0; i < 40; i++) read[i, i] = .9;
        Assert.Contains("not symmetric", BlockStructure.Problem(read));
        // Half a matrix is none.
        double[,] upper = Squares(40, .4);
        for (int i = 0; i < 40; i++)
            for (int j = 0; j < i; j++) upper[i, j] = 0;
        Assert.Contains("not symmetric", BlockStructure.Problem(upper));
    }

    [Fact]
    public void Every_threshold_out_of_range_is_named()
    {
        var wrong = new BlockOptions { Threshold = 0, Share = 1.5, ComponentShare = double.NaN, ComponentLayers = -1 };
        Assert.Equal(4, Assert.Throws<InvalidOptionsException>(wrong.Validate).Problems.Count);
        Assert.Throws<InvalidOptionsException>(() => BlockStructure.Detect(Squares(4, .5), wrong));
        new BlockOptions { Threshold = 1, Share = 1, ComponentShare = 1, ComponentLayers = 1 }.Validate();
    }

    [Fact]
    public void The_defaults_are_those_of_the_definition()
        => Assert.Equal((.9, .15, .5, .10, true),
            (Defaults.Threshold, Defaults.Share, Defaults.ComponentShare, Defaults.ComponentLayers, Defaults.HasInput));

    private static (int First, int Last) Ends(BlockStructure found) => (found.First!.Value, found.Last!.Value);

    private static double[,] Squares(int count, double background, params (int First, int Last, double Level)[] squares)
    {
        double[,] cka = new double[count, count];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
            {
                cka[i, j] = i == j ? 1 : background;
                foreach ((int first, int last, double level) in squares)
                    if (i != j && i >= first && i <= last && j >= first && j <= last) cka[i, j] = level;
            }
        return cka;
    }

    private static double[] Shares(int count, double share, params int[] at)
    {
        double[] shares = [.. Enumerable.Repeat(.1, count)];
        foreach (int i in at) shares[i] = share;
        return shares;
    }

    private static double Mean(double[,] cka, int first, int last)
    {
        double sum = 0;
        int pairs = 0;
        for (int i = first; i <= last; i++)
            for (int j = first; j <= last; j++)
            {
                if (double.IsNaN(cka[i, j])) return double.NaN;
                if (i == j) continue;
                sum += cka[i, j];
                pairs++;
            }
        return sum / pairs;
    }

    private static List<(int First, int Last)> BruteForce(double[,] cka, BlockOptions options)
    {
        var windows = new List<(int First, int Last)>();
        while (true)
        {
            (int First, int Last)? best = null;
            for (int first = options.HasInput ? 1 : 0; first < cka.GetLength(0); first++)
                for (int last = first + 1; last < cka.GetLength(0); last++)
                    if (!windows.Any(window => first <= window.Last && last >= window.First) && Mean(cka, first, last) >= options.Threshold
                        && (best is null || last - first > best.Value.Last - best.Value.First))
                        best = (first, last);
            if (best is null) return windows;
            windows.Add(best.Value);
        }
    }
}
