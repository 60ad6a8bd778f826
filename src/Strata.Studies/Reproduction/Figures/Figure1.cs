using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class Figure1 : PublishedFigure
{
    public override string Id => "figure-1";
    public override string Shows => "similarity of all layers as networks grow deeper or wider";
    public override string Claim => "As networks grow deeper or wider, a block structure appears.";

    public override string Published => "CIFAR-10: none in ResNet-26, 44, 56, 38-1x and 38-2x; present in ResNet-110-1x, 164-1x, 38-8x and "
        + "38-10x; 38-4x is borderline (§4, figure 1).";

    public override string Rule => BlockTrend.Rule;

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models =
        [
            ResNets(scale.Of<int[]>([14, 38], [14, 26, 38], [32, 44, 56, 110, 164]), [1], scale.Of(5, 5, 10)),
            ResNets([38], scale.Of<double[]>([0.5], [2], [1, 2, 4, 8, 10]), scale.Of(4, 5, 10)),
        ],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
        => [BlockTrend.OfDepth(evidence), BlockTrend.OfWidth(evidence)];
}
