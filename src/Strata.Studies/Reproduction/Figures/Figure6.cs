using Strata.Analysis.Statistics;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class Figure6 : PublishedFigure
{
    public override string Id => "figure-6";
    public override string Shows => "similarity across seeds, with and without a block";

    public override string Claim =>
        "Without a block, layers are as alike across seeds as within a network; the block's are unique to each training.";

    public override string Published => "CIFAR-10: CKA across seeds of ResNet-38-1x closely resembles that within one network; in wider "
        + "and deeper networks, such as ResNet-38-10x and ResNet-164-1x, block layers of two seeds are unlike (§6, figure 6).";

    public override string Rule => "For every network, the mean CKA of some layers with each other less that with the same layers of other "
        + "seeds, over the window that the verdict rests on: the block, or where there is none the longest window of similar layers. It "
        + "agrees where this gap is larger in networks with a block with p < .05 by permutation of the networks, and disagrees where it is "
        + "smaller. Two seeds share their pair, so pseudo-values of the jackknife over seeds are permuted.";

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models = [ResNets([scale.Of(14, 14, 38)], [1], scale.Of(5, 5, 10)),
            ResNets(scale.Of<int[]>([38], [38], [164]), [scale.Of(1, 2, 1)], scale.Of(5, 5, 10)),
            .. scale == Scale.Paper ? [ResNets([38], [10], 10)] : Array.Empty<StudyModel>()],
        Similarity = PaperRecipe.Cifar10(scale).Similarity with { Across = new("seeds", []) },
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        Gap[] gaps = [.. evidence.Networks.Where(network => network.HasBlock is not null).GroupBy(network => network.Architecture)
            .SelectMany(seeds => Gaps(evidence, [.. seeds]))];
        double[] with = [.. gaps.Where(gap => gap.HasBlock).Select(gap => gap.Mean)],
            without = [.. gaps.Where(gap => !gap.HasBlock).Select(gap => gap.Mean)];
        if (with.Length == 0 || without.Length == 0)
            yield return new("gap", ClaimVerdict.CannotTell,
                $"{with.Length} networks with a block and {without.Length} without, compared across seeds: both kinds are needed.");
        else
            yield return Judgement.Rising("gap",
                [.. gaps.Select(gap => new TrendPoint("", gap.HasBlock ? 1 : 0, gap.Independent))],
                $"a window's layers are more alike within a network than across seeds by {with.Average():0.000} in the blocks of "
                + $"{with.Length} networks, by {without.Average():0.000} in {without.Length} networks without a block");
    }

    /// <param name="Mean">How much more alike a window's layers are within the network than across seeds, in the mean over these.</param>
    /// <param name="Independent">The same for a test, which takes values that share no pair of networks.</param>
    private sealed record Gap(bool HasBlock, double Mean, double Independent);

    /// <summary>
    /// Of the seeds of an architecture. Every pair of them enters the gaps of both, so the test sees pseudo-values of the jackknife over
    /// networks (J. W. Tukey 1958), whose mean is that of all pairs. Two seeds have one pair, and are one value.
    /// </summary>
    private static IEnumerable<Gap> Gaps(Evidence evidence, Network[] seeds)
    {
        // The same choice for both kinds: layers chosen for being alike within one network are less so across any two.
        double[][] across = [.. seeds.Select(network => seeds.Select(other => Across(evidence, network, other)).ToArray())];
        double[] own = [.. seeds.Select(network => network.Own?.Block is { First: int first, Last: int last }
            ? Mean(Cells(network.Own.Matrix.Values, first, last)) : double.NaN)];
        int[] known = [.. Enumerable.Range(0, seeds.Length).Where(i => double.IsFinite(own[i]) && across[i].Any(double.IsFinite))];
        double Pairs(IEnumerable<int> some)
            => Mean([.. from i in some from j in some where double.IsFinite(across[i][j]) select across[i][j]]);
        double all = Pairs(known);
        if (known is [int a, int b])
        {
            double gap = (own[a] + own[b]) / 2 - all;
            if (seeds[a].HasBlock == seeds[b].HasBlock) yield return new(seeds[a].HasBlock == true, gap, gap);
            yield break;
        }
        foreach (int i in known)
            yield return new(seeds[i].HasBlock == true, own[i] - Mean([.. across[i].Where(double.IsFinite)]),
                own[i] - (known.Length * all - (known.Length - 1) * Pairs(known.Where(j => j != i))));
    }

    /// <summary>Between the layers of a network's window in it and in another seed; NaN where they were not compared.</summary>
    private static double Across(Evidence evidence, Network network, Network other)
        => network.Model.Seed != other.Model.Seed && network.Own?.Block is { First: int first, Last: int last }
            && evidence.Between(network, other) is { } map ? Mean(Cells(map, first, last)) : double.NaN;

    private static double[] Cells(double[,] map, int first, int last)
        => [.. from i in Enumerable.Range(first, last - first + 1)
               from j in Enumerable.Range(first, last - first + 1)
               where i != j && double.IsFinite(map[i, j])
               select map[i, j]];

    private static double Mean(double[] values) => values.DefaultIfEmpty(double.NaN).Average();
}
