using Strata.Analysis;
using Strata.Analysis.Statistics;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureE1 : PublishedFigure
{
    public override string Id => "figure-e1";
    public override string Shows => "similarity across architectures";

    public override string Claim =>
        "Without a block, layers of two architectures are alike at the same relative depth; a block is unlike anything in another network.";

    public override string Published => "CIFAR-10: ResNet-56-1x matches ResNet-14-2x at equal relative depth; ResNet-164-1x, which has "
        + "a block, does not (§6, figure E.1).";

    public override string Rule => "Every deep network is compared with networks of another width. Depth agrees where the 95 % interval "
        + "of the correlation of a layer's relative depth with that of its best match, over deep networks without a block, lies above "
        + "0. Block agrees where best matches of networks with a block are less alike with p < .05 by permutation. Either disagrees "
        + "where the opposite holds.";

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models = [ResNets([scale.Of(14, 14, 56)], [1], scale.Of(5, 5, 10)), ResNets([scale.Of(38, 38, 164)], [1], scale.Of(5, 5, 10)),
            ResNets([14], [scale.Of(0.5, 2, 2)], scale.Of(2, 2, 5))],
        Similarity = PaperRecipe.Cifar10(scale).Similarity with
        {
            Across = scale.Of(Pairs("resnet14-1x*", "resnet38-1x*", "resnet14-0.5x*"),
                Pairs("resnet14-1x*", "resnet38-1x*", "resnet14-2x*"), Pairs("resnet56-1x*", "resnet164-1x*", "resnet14-2x*")),
        },
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
    {
        (Network Network, double Depth, double Best)[] deep = [.. evidence.Networks.Where(network => network.HasBlock is not null)
            .Select(network => Matches(evidence, network)).OfType<(Network, double, double)>()];
        yield return Judgement.Above0("depth", [.. deep.Where(one => one.Network.HasBlock == false).Select(one => one.Depth)],
            mean => $"the depths of best matches correlate by {mean}", "0.000", "networks without a block");
        double[] with = [.. deep.Where(one => one.Network.HasBlock == true).Select(one => one.Best)],
            without = [.. deep.Where(one => one.Network.HasBlock == false).Select(one => one.Best)];
        yield return with.Length == 0 || without.Length == 0
            ? new("block", ClaimVerdict.CannotTell,
                $"{with.Length} networks with a block and {without.Length} without were compared: both kinds are needed.")
            : Judgement.Rising("block",
                [.. deep.Select(one => new TrendPoint("", one.Network.HasBlock == true ? 1 : 0, -one.Best))],
                $"the mean CKA of a layer's best match is {with.Average():0.000} in {with.Length} networks with a block, "
                + $"{without.Average():0.000} in {without.Length} without");
    }

    private static Across Pairs(string first, string second, string other) => new(null, [new(first, other), new(second, other)]);

    /// <summary>Means over the networks of other widths; null where there are none.</summary>
    private static (Network, double, double)? Matches(Evidence evidence, Network network)
    {
        // The wider ones are what all others are compared with, and not judged themselves.
        Network[] others = [.. evidence.Networks.Where(other => other.Model.Width != network.Model.Width)];
        if (evidence.Networks.Count(same => same.Model.Width == network.Model.Width) <= others.Length) return null;
        Correspondence[] found = [.. others.Select(other => evidence.Between(network, other)).OfType<double[,]>()
            .Select(map => Correspondence.Of(map))];
        return found.Length == 0 ? null : (network, found.Average(match => match.DepthCorrelationA ?? double.NaN),
            found.Average(match => match.FromA.Average(layer => layer.Cka) ?? double.NaN));
    }
}
