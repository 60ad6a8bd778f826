using Strata.Analysis;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class Figure4 : PublishedFigure
{
    public override string Id => "figure-4";
    public override string Shows => "linear probes along the network";
    public override string Claim => "Inside the block the accuracy of linear probes stands still, and dips before the additions.";

    public override string Published => "CIFAR-10: probe accuracy rises through a network without a block; inside a block it stagnates, "
        + "and probes before the residual addition fall below those after it (§5, figure 4).";

    public override string Rule => "Each part agrees where the 95 % interval of the mean over networks with a block lies above 0, and "
        + "disagrees where it lies below: how much more a probe gains from one addition to the next outside the block than inside, and how "
        + "much better probes inside are after the additions than before.";

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models = [ResNets(scale.Of<int[]>([38], [38], [38, 110]), scale.Of<double[]>([1], [2], [1]), scale.Of(5, 5, 10)),
            .. scale == Scale.Paper ? [ResNets([38], [10], 10)] : Array.Empty<StudyModel>()],
        Analyses = [Study.Blocks, Study.Components, Study.LinearProbes],
        Probes = new ProbeOptions { Epochs = scale.Of(5, 50, 300) },
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        yield return Judgement.Above0("stagnation", [.. evidence.WithBlock.Select(Stagnation)],
            mean => $"from one addition to the next, probes gain {mean} points more outside the block than inside", "0.00");
        yield return Judgement.Above0("dip", [.. evidence.WithBlock.Select(Dip)],
            mean => $"inside the block probes are {mean} points better after the additions than before", "0.0");
    }

    private static double Stagnation(Network network)
    {
        if (network.Column("probePost") is not { } probes) return double.NaN;
        int[] places = [.. Enumerable.Range(0, probes.Length).Where(layer => double.IsFinite(probes[layer]))];
        (bool Inside, double Gain)[] steps = [.. places.Zip(places.Skip(1),
            (from, to) => (network.Holds(from) && network.Holds(to), 100 * (probes[to] - probes[from])))];
        return Mean(steps.Where(step => !step.Inside).Select(step => step.Gain))
            - Mean(steps.Where(step => step.Inside).Select(step => step.Gain));
    }

    private static double Dip(Network network)
    {
        if (network.Column("probePost") is not { } after || network.Column("probePre") is not { } before) return double.NaN;
        double Inside(double[] probes)
            => Mean(probes.Where((value, layer) => double.IsFinite(value) && network.Holds(layer)).Select(value => 100 * value));
        return Inside(after) - Inside(before);
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
