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
        + "smaller.";

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models = [ResNets([scale.Of(14, 14, 38)], [1], scale.Of(5, 5, 10)),
            ResNets(scale.Of<int[]>([38], [38], [164]), [scale.Of(1, 2, 1)], scale.Of(5, 5, 10)),
            .. scale == Scale.Paper ? [ResNets([38], [10], 10)] : Array.Empty<StudyModel>()],
        Similarity = PaperRecipe.Cifar10(scale).Similarity with { Across = new("seeds", []) },
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        (Network Network, double Gap)[] gaps = [.. evidence.Networks.Where(network => network.HasBlock is not null)
            .Select(network => (network, Gap(evidence, network))).Where(gap => double.IsFinite(gap.Item2))];
        double[] with = [.. gaps.Where(gap => gap.Network.HasBlock == true).Select(gap => gap.Gap)],
            without = [.. gaps.Where(gap => gap.Network.HasBlock == false).Select(gap => gap.Gap)];
        if (with.Length == 0 || without.Length == 0)
            yield return new("gap", ClaimVerdict.CannotTell,
                $"{with.Length} networks with a block and {without.Length} without, compared across seeds: both kinds are needed.");
        else
            yield return Judgement.Rising("gap",
                [.. gaps.Select(gap => new TrendPoint("", gap.Network.HasBlock == true ? 1 : 0, gap.Gap))],
                $"a window's layers are more alike within a network than across seeds by {with.Average():0.000} in the blocks of "
                + $"{with.Length} networks, by {without.Average():0.000} in {without.Length} networks without a block");
    }

    private static double Gap(Evidence evidence, Network network)
    {
        // The same choice for both kinds: layers chosen for being alike within one network are less so across any two.
        if (network.Own?.Block is not { First: int first, Last: int last }) return double.NaN;
        double[][] across = [.. evidence.Networks
            .Where(other => other.Architecture == network.Architecture && other.Model.Seed != network.Model.Seed)
            .Select(other => evidence.Between(network, other)).OfType<double[,]>().Select(map => Cells(map, first, last))];
        return across.Length == 0 ? double.NaN
            : Mean(Cells(network.Own!.Matrix.Values, first, last)) - across.Select(Mean).Average();
    }

    private static double[] Cells(double[,] map, int first, int last)
        => [.. from i in Enumerable.Range(first, last - first + 1)
               from j in Enumerable.Range(first, last - first + 1)
               where i != j && double.IsFinite(map[i, j])
               select map[i, j]];

    private static double Mean(double[] values) => values.DefaultIfEmpty(double.NaN).Average();
}
