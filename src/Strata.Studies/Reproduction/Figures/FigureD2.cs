using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureD2 : PublishedFigure
{
    public override string Id => "figure-d2";
    public override string Shows => "depth and width on CIFAR-100";
    public override string Claim => "On other images too, the block structure appears as networks grow deeper or wider.";
    public override string Published => "CIFAR-100: it appears as depth grows to 224 layers and as width grows (appendix D).";
    public override string Rule => BlockTrend.Rule;
    public override string Images => "CIFAR-100";

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar100(scale) with
    {
        Models =
        [
            ResNets(scale.Of<int[]>([14, 38, 56], [14, 26, 38], [32, 44, 56, 110, 164, 218, 224]), [1], scale.Of(3, 4, 10)),
            ResNets([scale.Of(56, 38, 38)], scale.Of<double[]>([0.5, 1], [1, 2], [1, 2, 4, 8, 10]), scale.Of(3, 4, 10)),
        ],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
        => [BlockTrend.OfDepth(evidence), BlockTrend.OfWidth(evidence)];
}
