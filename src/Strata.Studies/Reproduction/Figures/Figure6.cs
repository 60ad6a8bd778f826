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
        + "smaller. Two seeds share their pair, so pseudo-values of the jackknife over seeds are permuted. Of two seeds one may have a "
        + "block and one none: they are left out.";

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models = [ResNets([scale.Of(14, 14, 38)], [1], scale.Of(5, 5, 10)),
            ResNets(scale.Of<int[]>([38], [38], [164]), [scale.Of(1, 2, 1)], scale.Of(5, 5, 10)),
            .. scale == Scale.Paper ? [ResNets([38], [10], 10)] : Array.Empty<StudyModel>()],
        Similarity = PaperRecipe.Cifar10(scale).Similarity with { Across = new("seeds", []) },
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        Gap[] gaps = [.. evidence.Networks.Where(network => network.HasBlock is not null).GroupBy(network => network.Configuration)
            .SelectMany(seeds => Gaps(evidence, [.. seeds]))];
        Gap[] with = [.. gaps.Where(gap => gap.HasBlock)], without = [.. gaps.Where(gap => !gap.HasBlock)];
        int ruled = with.Sum(gap => gap.Networks), plain = without.Sum(gap => gap.Networks);
        if (with.Length == 0 || without.Length == 0)
            yield return new("gap", ClaimVerdict.CannotTell,
                $"{ruled} networks with a block and {plain} without, compared across seeds: both kinds are needed.");
        else
            yield return Judgement.Rising("gap",
                [.. gaps.Select(gap => new TrendPoint("", gap.HasBlock ? 1 : 0, gap.Independent))],
                $"a window's layers are more alike within a network than across seeds by {Of(with):0.000} in the blocks of "
                + $"{ruled} networks, by {Of(without):0.000} in {plain} networks without a block");

        static double Of(Gap[] some) => some.Sum(gap => gap.Mean * gap.Networks) / some.Sum(gap => gap.Networks);
    }

    /// <param name="Networks">That it is of: one, or all of an architecture.</param>
    /// <param name="Mean">How much more alike a window's layers are within the network than across seeds, in the mean over these.</param>
    /// <param name="Independent">The same for a test, which takes values that share no pair of networks.</param>
    private sealed record Gap(bool HasBlock, int Networks, double Mean, double Independent);

    /// <summary>
    /// Of the seeds of an architecture. Every pair of them enters the gaps of both, so the test sees pseudo-values of the jackknife over
    /// networks (J. W. Tukey 1958), whose mean is that of all pairs. Where there are two seeds, or some pairs were not compared, the seeds
    /// are one value; they are left out where some of them have a block and some have none, whose values would be of the same pairs.
    /// </summary>
    private static IEnumerable<Gap> Gaps(Evidence evidence, Network[] seeds)
    {
        // The same choice for both kinds: layers chosen for being alike within one network are less so across any two.
        double[][] across = [.. seeds.Select(network => seeds.Select(other => Across(evidence, network, other)).ToArray())];
        double[] gap = [.. seeds.Select((network, i) => network.Own?.Block is { First: int first, Last: int last }
            ? Mean(Cells(network.Own.Matrix.Values, first, last)) - Mean([.. across[i].Where(double.IsFinite)]) : double.NaN)];
        int[] known = [.. Enumerable.Range(0, seeds.Length).Where(i => double.IsFinite(gap[i]))];
        int whole = known.Length - 1;
        if (known.Length < 3 || known.Any(i => known.Count(j => double.IsFinite(across[i][j])) < whole))
        {
            if (known.Select(i => seeds[i].HasBlock == true).Distinct().ToArray() is [var kind])
                yield return new(kind, known.Length, known.Average(i => gap[i]), known.Average(i => gap[i]));
            yield break;
        }
        double[] row = [.. known.Select(i => known.Where(j => j != i).Average(j => (across[i][j] + across[j][i]) / 2))];
        double all = row.Average();
        foreach (var (place, i) in known.Index())
        {
            // Of M seeds: M · all − (M − 1) · without, where leaving a seed out takes its row and column from the sum.
            double without = (known.Length * all - 2 * row[place]) / (known.Length - 2);
            double own = gap[i] + Mean([.. across[i].Where(double.IsFinite)]);
            yield return new(seeds[i].HasBlock == true, 1, gap[i], own - (known.Length * all - whole * without));
        }
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
