using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureD3 : PublishedFigure
{
    public override string Id => "figure-d3";
    public override string Shows => "depth and width of ResNet-50's third stage on ImageNet";
    public override string Claim => "In networks of ImageNet too, the block structure appears as the third stage grows deeper or wider.";
    public override string Published => "ImageNet: it appears when the third stage of ResNet-50 is made deeper or wider (appendix D).";
    public override string Rule => BlockTrend.Rule;
    public override string Images => "ImageNet";

    internal override Study Measure(Scale scale) => PaperRecipe.ImageNet(scale) with
    {
        // 1 to 17, and in the paper 6 to 48 bottlenecks in the third stage.
        Models =
        [
            OfImageNet(scale, scale.Of<int[]>([35, 50, 83], [50, 83], [50, 68, 104, 176]), [1], scale.Of(2, 4, 5)),
            OfImageNet(scale, [50], scale.Of<double[]>([0.5, 1], [1, 2.8], [1, 2, 4, 8]), scale.Of(2, 4, 5)),
        ],
        Similarity = PaperRecipe.ImageNet(scale).Similarity with
        {
            Passes = scale.Of(1, 1, 5),
            MaxExamples = scale.Of<int?>(1000, 2000, null),
        },
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
        => [BlockTrend.OfDepth(evidence), BlockTrend.OfWidth(evidence)];
}
