using Strata.Analysis;
using Strata.Analysis.Populations;
using Strata.Models;
using Strata.Report;
using Strata.Runtime;
using Strata.Studies.Reproduction;

namespace Strata.Studies.Tests.Reproduction;

/// <summary>What each rule makes of findings that are for the claim, against it, or neither.</summary>
public class RuleTests
{
    private static ClaimFinding[] Judged(string id, Evidence evidence) => [.. PublishedFigures.Named(id).Judge(evidence)];

    private static ClaimVerdict[] Verdicts(string id, Evidence evidence) => [.. Judged(id, evidence).Select(found => found.Verdict)];

    private static (ModelContent Model, LayerMap Own)[] Seeds(int count, bool block, int depth = 14, double width = 1,
        string fraction = "1")
        => [.. Enumerable.Range(0, count).Select(seed => Found.Network(block, seed, depth, width, fraction))];

    private static Evidence Of(params (ModelContent Model, LayerMap Own)[][] networks)
        => Found.Of(networks.SelectMany(some => some.Select(one => one.Model)), networks.SelectMany(some => some.Select(one => one.Own)));

    [Fact]
    public void Growth_agrees_disagrees_or_cannot_tell()
    {
        Assert.Equal([ClaimVerdict.Agrees, ClaimVerdict.Agrees], Verdicts("figure-1",
            Of(Seeds(4, false), Seeds(4, true, depth: 20), Seeds(4, false, depth: 20, width: 0.5))));
        Assert.Equal([ClaimVerdict.Disagrees, ClaimVerdict.CannotTell],
            Verdicts("figure-1", Of(Seeds(4, true), Seeds(4, false, depth: 20))));
        // None of five at the far end.
        Assert.Equal(ClaimVerdict.Disagrees, Verdicts("figure-1", Of(Seeds(2, false), Seeds(5, false, depth: 20)))[0]);
        Assert.Equal(ClaimVerdict.CannotTell, Verdicts("figure-1", Of(Seeds(2, false), Seeds(4, false, depth: 20)))[0]);
        // Two and two are too few for anything.
        Assert.Equal(ClaimVerdict.CannotTell, Verdicts("figure-1", Of(Seeds(2, false), Seeds(2, true, depth: 20)))[0]);
        Assert.Contains("Block structure in 0 of 4 at depth 14, 4 of 4 at depth 20 (permutation p = .014, n = 8).",
            Judged("figure-1", Of(Seeds(4, false), Seeds(4, true, depth: 20)))[0].Measured, StringComparison.Ordinal);
    }

    [Fact]
    public void Less_data_is_further()
        => Assert.Equal(ClaimVerdict.Agrees, Verdicts("figure-2", Of(Seeds(4, false), Seeds(4, true, fraction: "1/4")))[0]);

    [Fact]
    public void The_block_goes_with_its_component_or_does_not()
    {
        var networks = Seeds(4, true);
        Evidence With(Func<int, double> insideWithout, double cosines) => Found.Of(networks.Select(one => one.Model),
            networks.Select(one => one.Own), networks.SelectMany((one, i) => new Exhibit[]
            {
                Found.Repainted(one.Own, "without-components", insideWithout(i), .3),
                Found.Repainted(one.Own, "cosines", cosines, .2),
            }));
        Assert.Equal([ClaimVerdict.Agrees, ClaimVerdict.Agrees], Verdicts("figure-3", With(i => .3 + .01 * i, .9)));
        Assert.Equal([ClaimVerdict.Disagrees, ClaimVerdict.Disagrees], Verdicts("figure-3", With(i => .97 + .001 * i, .1)));
        Assert.Equal(ClaimVerdict.CannotTell, Verdicts("figure-3", With(i => i < 2 ? .1 : .99, .9))[1]);
        // In two of four a window is left: a coin's throw.
        Assert.Equal([ClaimVerdict.CannotTell], Verdicts("figure-d6", With(i => i < 2 ? .1 : .99, .9)));
        Assert.Equal([ClaimVerdict.CannotTell, ClaimVerdict.CannotTell], Verdicts("figure-3", Of(Seeds(4, false))));
    }

    [Fact]
    public void Five_networks_without_a_window_are_more_than_a_coin_gives()
    {
        var networks = Seeds(5, true);
        Evidence With(double inside) => Found.Of(networks.Select(one => one.Model), networks.Select(one => one.Own),
            networks.Select(one => Found.Repainted(one.Own, "without-components", inside, .3)));
        Assert.Equal([ClaimVerdict.Agrees], Verdicts("figure-d6", With(.4)));
        Assert.Equal([ClaimVerdict.Disagrees], Verdicts("figure-d6", With(.93)));
    }

    [Fact]
    public void Probes_stand_still_inside_and_dip_before_additions()
    {
        var networks = Seeds(3, true);
        Evidence With(bool still) => Found.Of(networks.Select(one => one.Model), networks.Select(one => one.Own),
            networks.SelectMany((one, i) => new Exhibit[]
            {
                Found.Curve(one.Own, "probePost", layer => layer.Kind != "add" ? double.NaN : Rising(one.Own, layer, still, i)),
                Found.Curve(one.Own, "probePre", layer => layer is not { Kind: "bn", Stage: not null } ? double.NaN
                    : Rising(one.Own, layer, still, i) + (still ? -.1 : .1)),
            }));
        Assert.Equal([ClaimVerdict.Agrees, ClaimVerdict.Agrees], Verdicts("figure-4", With(still: true)));
        Assert.Equal([ClaimVerdict.Disagrees, ClaimVerdict.Disagrees], Verdicts("figure-4", With(still: false)));

        // Rises outside the block and stands inside, or the other way round; a little else in every network.
        static double Rising(LayerMap own, LayerInfo layer, bool still, int network)
            => Enumerable.Range(0, layer.Index).Sum(l => (l >= own.Block!.First && l < own.Block.Last) == still ? 0
                : .01 + .0001 * network);
    }

    [Fact]
    public void Branches_cost_little_inside_or_much()
    {
        var networks = Seeds(3, true);
        Evidence With(double inside, double outside) => Found.Of(networks.Select(one => one.Model), networks.Select(one => one.Own),
            networks.Select((one, i) => Found.Curve(one.Own, "collapse", layer => Left(one.Own, layer, inside, outside + .001 * i), .9)));
        Assert.Equal([ClaimVerdict.Agrees], Verdicts("figure-5", With(.001, .1)));
        Assert.Equal([ClaimVerdict.Disagrees], Verdicts("figure-5", With(.1, .001)));

        static double Left(LayerMap own, LayerInfo layer, double inside, double outside)
        {
            LayerInfo[] ends = [.. own.Matrix.LayersA.Where(l => l.Stage == layer.Stage && l.Block is not null)
                .GroupBy(l => l.Block).Select(block => block.Last())];
            return !ends.Contains(layer) ? double.NaN
                : .9 - ends.Where(end => end.Index >= layer.Index)
                    .Sum(end => end.Index >= own.Block!.First && end.Index <= own.Block.Last ? inside : outside);
        }
    }

    [Theory]
    [InlineData(.1, .9, ClaimVerdict.Agrees)]
    [InlineData(.94, .1, ClaimVerdict.Disagrees)]
    public void Blocks_are_unique_or_shared(double acrossBlocks, double acrossOthers, ClaimVerdict expected)
    {
        var with = Seeds(4, true, depth: 20);
        var without = Seeds(4, false);
        IEnumerable<LayerMap> Pairs((ModelContent Model, LayerMap Own)[] some, double value)
            => from i in Enumerable.Range(0, some.Length)
               from j in Enumerable.Range(0, i)
               select Found.Map(some[i].Model.Name, some[j].Model.Name, Filled(some[i].Own, value), some[i].Own.Matrix.LayersA);
        Evidence evidence = Found.Of(with.Concat(without).Select(one => one.Model),
            [.. with.Concat(without).Select(one => one.Own), .. Pairs(with, acrossBlocks), .. Pairs(without, acrossOthers)]);
        Assert.Equal([expected], Verdicts("figure-6", evidence));
    }

    /// <summary>Both seeds of a pair have its similarity in their gaps: a test that takes these for independent finds too much.</summary>
    [Fact]
    public void Seeds_that_differ_by_chance_alone_seldom_agree_or_disagree()
    {
        const int Draws = 100;
        int said = 0;
        var random = new RandomSequence(3, "gaps");
        for (int draw = 0; draw < Draws; draw++)
        {
            var kinds = new[] { Seeds(5, true, depth: 8), Seeds(5, false, depth: 8, width: 2) };
            var maps = new List<LayerMap>(kinds.SelectMany(seeds => seeds).Select(one => one.Own));
            foreach (var seeds in kinds)
            {
                double[] alike = [.. seeds.Select(_ => .2 * random.NextDouble())];
                for (int i = 0; i < seeds.Length; i++)
                    for (int j = 0; j < i; j++)
                        maps.Add(Found.Map(seeds[i].Model.Name, seeds[j].Model.Name,
                            Filled(seeds[i].Own, .3 + alike[i] + alike[j] + .02 * random.NextDouble()), seeds[i].Own.Matrix.LayersA));
            }
            Evidence evidence = Found.Of(kinds.SelectMany(seeds => seeds).Select(one => one.Model), maps);
            if (Verdicts("figure-6", evidence)[0] != ClaimVerdict.CannotTell) said++;
        }
        // Ten are due, five for each verdict.
        Assert.InRange(said, 0, 20);
    }

    /// <summary>Pseudo-values take all pairs: without some, a NaN agreed.</summary>
    [Fact]
    public void Pairs_that_are_missing_leave_one_value_of_an_architecture()
    {
        var with = Seeds(3, true, depth: 20);
        var without = Seeds(3, false);
        LayerMap Pair((ModelContent Model, LayerMap Own)[] some, int i, int j, double value)
            => Found.Map(some[i].Model.Name, some[j].Model.Name, Filled(some[i].Own, value), some[i].Own.Matrix.LayersA);
        LayerMap[] all = [.. with.Concat(without).Select(one => one.Own)];
        ClaimFinding found = Assert.Single(Judged("figure-6", Found.Of(with.Concat(without).Select(one => one.Model),
            [.. all, Pair(with, 1, 0, .3), Pair(with, 2, 0, .3), Pair(without, 1, 0, .9), Pair(without, 2, 0, .9)])));
        Assert.Equal(ClaimVerdict.CannotTell, found.Verdict);
        Assert.Matches(@"by 0\.[0-9]+ in the blocks of 3 networks, by -?0\.[0-9]+ in 3 networks without a block \(permutation p = "
            + @"\.500, n = 2\)\.$", found.Measured);
        // Two seeds, of which one has no window: nothing is known of either.
        var windowless = Seeds(2, true, depth: 20);
        BlockStructure none = windowless[1].Own.Block! with
        {
            Verdict = BlockStructure.None,
            LargeWindow = false,
            First = null,
            Last = null,
        };
        windowless[1].Own = windowless[1].Own with { Block = none };
        Assert.Equal([ClaimVerdict.CannotTell], Verdicts("figure-6", Found.Of(windowless.Concat(without).Select(one => one.Model),
            [.. windowless.Concat(without).Select(one => one.Own), Pair(windowless, 1, 0, .3), Pair(without, 1, 0, .9),
                Pair(without, 2, 0, .9), Pair(without, 2, 1, .9)])));
    }

    /// <summary>One with a block and one without share their only pair: two values of it are no two observations.</summary>
    [Fact]
    public void An_architecture_of_which_one_seed_has_a_block_is_left_out_of_two_seeds()
    {
        var mixed = new[] { Seeds(2, true, depth: 20)[0], Seeds(2, false, depth: 20)[1] };
        var without = Seeds(2, false);
        static LayerMap Pair((ModelContent Model, LayerMap Own)[] some, double value)
            => Found.Map(some[1].Model.Name, some[0].Model.Name, Filled(some[0].Own, value), some[0].Own.Matrix.LayersA);
        ClaimFinding found = Assert.Single(Judged("figure-6", Found.Of(mixed.Concat(without).Select(one => one.Model),
            [.. mixed.Concat(without).Select(one => one.Own), Pair(mixed, .3), Pair(without, .9)])));
        Assert.Equal((ClaimVerdict.CannotTell, "0 networks with a block and 2 without, compared across seeds: both kinds are needed."),
            (found.Verdict, found.Measured));
    }

    private static double[,] Filled(LayerMap own, double value)
    {
        double[,] values = (double[,])own.Matrix.Values.Clone();
        for (int i = 0; i < values.GetLength(0); i++)
            for (int j = 0; j < values.GetLength(1); j++) values[i, j] = value;
        return values;
    }

    /// <summary>What is confirmed is what one half of the models said, whatever both halves together say.</summary>
    [Theory]
    [InlineData(-2.0, .1, ClaimVerdict.Disagrees)]
    [InlineData(2.0, .1, ClaimVerdict.Agrees)]
    // A population that is better everywhere is so at groups too.
    [InlineData(2.0, 1.4, ClaimVerdict.CannotTell)]
    public void Groups_are_confirmed_in_the_direction_that_chose_them(double later, double ahead, ClaimVerdict expected)
    {
        WelchTest Differs(double by) => new(50 + by, 50, by, .1, .1, by / .14, 9, .001);
        int[] labels = [.. Enumerable.Range(0, 40).Select(e => e % 2)];
        var compared = PopulationComparison.Of(new("a", new int[4, labels.Length]), new("b", new int[4, labels.Length]), labels,
            new([new("one", [0])]), new() { Resamples = 0 });
        var errors = new ErrorsContent
        {
            Name = "a~b",
            ModelA = "a",
            ModelB = "b",
            Comparison = compared with
            {
                Welch = Differs(ahead) with { Low = ahead - .3, High = ahead + .3 },
                Groups = [new GroupTest("one", [0], 20, Differs(-.5), .01, true, Differs(later), .001, null, Differs(1))],
            },
        };
        var content = new StudyContent
        {
            Title = "",
            Name = "",
            StudyJson = "{}",
            Models = [Found.Network(true, 0).Model with { Name = "a" }, Found.Network(true, 1).Model with { Name = "b" }],
            Comparisons = [],
            Errors = [errors],
        };
        var evidence = new Evidence(content, _ => throw new InvalidOperationException("no predictions"));
        Assert.Equal(expected, Assert.Single(Judged("table-f2", evidence), found => found.Part == "groups").Verdict);
    }

    [Fact]
    public void Five_blocks_in_one_place_are_present_but_do_not_vary()
        => Assert.Equal([ClaimVerdict.Agrees, ClaimVerdict.Disagrees], Verdicts("figure-d1", Of(Seeds(5, true))));

    [Fact]
    public void No_block_in_five_seeds_disagrees()
        => Assert.Equal([ClaimVerdict.Disagrees, ClaimVerdict.CannotTell], Verdicts("figure-d1", Of(Seeds(5, false))));

    /// <summary>Blocks of other networks are in other layers, so that they are not held against each other.</summary>
    [Fact]
    public void Places_of_blocks_are_compared_within_a_configuration()
    {
        ClaimFinding[] found = [.. Judged("figure-d1", Of(Seeds(3, true), Seeds(3, true, depth: 38), Seeds(2, true, fraction: "1/2")))];
        Assert.StartsWith("8 of 8 seeds have a block, of 3 configurations together", found[0].Measured, StringComparison.Ordinal);
        Assert.StartsWith("Two blocks share 100 % of their layers (95 % interval 100 to 100 %; 8", found[1].Measured,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_without_ReLUs_say_nothing_of_them()
    {
        var bare = Seeds(5, true).Select(one => (one.Model, Own: one.Own with
        {
            Matrix = one.Own.Matrix with { LayersA = [.. one.Own.Matrix.LayersA.Select(layer => layer with { Kind = "gelu" })] },
        })).ToArray();
        ClaimFinding found = Assert.Single(Judged("figure-d7", Of(bare)));
        Assert.Equal((ClaimVerdict.CannotTell, "No network was judged whose maps have 3 ReLUs or more."), (found.Verdict, found.Measured));
    }

    [Fact]
    public void Networks_of_two_recipes_are_not_dealt_with_as_of_one()
    {
        // At one rate every network has a block, at the other none: depth does nothing.
        (ModelContent Model, LayerMap Own)[] At(double rate, bool block, int depth)
            => [.. Seeds(5, block, depth).Select(one => (one.Model with { Name = $"{one.Model.Name}-{rate}", LearningRate = rate },
                one.Own with { A = $"{one.Own.A}-{rate}", B = $"{one.Own.B}-{rate}", Models = [$"{one.Own.A}-{rate}"] }))];
        ClaimFinding depth = Judged("figure-1", Of(At(.1, false, 14), At(.01, true, 38))).First(found => found.Part == "depth");
        Assert.Equal((ClaimVerdict.CannotTell, "Nothing was varied in it."), (depth.Verdict, depth.Measured));
    }

    [Fact]
    public void Relus_and_components_go_with_the_block()
    {
        Evidence evidence = Of(Seeds(4, true), Seeds(4, false, depth: 20));
        Assert.Equal([ClaimVerdict.Agrees], Verdicts("figure-d7", evidence));
        Assert.Equal([ClaimVerdict.Agrees], Verdicts("figure-d5", evidence));
    }

    [Theory]
    [InlineData(.5, ClaimVerdict.Agrees)]
    [InlineData(.001, ClaimVerdict.Disagrees)]
    public void Relus_of_the_block_cut_off_a_part_or_none(double zeros, ClaimVerdict expected)
    {
        var networks = Seeds(3, true);
        Assert.Equal([expected], Verdicts("figure-d8", Found.Of(networks.Select(one => one.Model), networks.Select(one => one.Own),
            networks.Select((one, i) => Found.Curve(one.Own, "zeros",
                layer => layer.Kind == "relu" ? zeros * (1 + .01 * i) : double.NaN)))));
    }

    [Fact]
    public void Accuracies_in_the_order_of_the_table_agree()
    {
        (int Depth, double Width)[] order = [(14, 1), (20, 1), (26, 1), (38, 1), (14, 2), (14, 4)];
        Evidence With(Func<int, double> accuracy) => Found.Of(order.Select((one, i)
            => Found.Network(false, 0, one.Depth, one.Width, accuracy: accuracy(i)).Model));
        Assert.Equal([ClaimVerdict.Agrees], Verdicts("table-b1", With(i => .5 + .01 * i)));
        Assert.Equal([ClaimVerdict.Disagrees], Verdicts("table-b1", With(i => .5 - .01 * i)));
        Assert.Equal([ClaimVerdict.CannotTell], Verdicts("table-b1", With(i => .5 + .01 * (i % 2))));
    }

    [Fact]
    public void No_rule_makes_anything_of_a_study_without_networks()
        => Assert.All(PublishedFigures.All, figure =>
        {
            ClaimFinding[] found = [.. figure.Judge(Found.Of([]))];
            Assert.NotEmpty(found);
            Assert.All(found, one => Assert.Equal(ClaimVerdict.CannotTell, one.Verdict));
            Assert.All(found, one => Assert.Matches(@"^[\p{Lu}\p{Nd}][^\n]*\.$", one.Measured));
        });
}
