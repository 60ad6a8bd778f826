using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureC1 : PublishedFigure
{
    public override string Id => "figure-c1";
    public override string Shows => "networks without residual connections";
    public override string Claim => "The block structure appears without residual connections too, as networks grow wider.";
    public override string Published => "CIFAR-10: CNN-38 shows it from a width of 4x on (figure C.1).";
    public override string Rule => BlockTrend.Rule;

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Models = [WithoutResiduals([scale.Of(20, 38, 38)], scale.Of<double[]>([0.5, 1, 2], [1, 2], [1, 2, 4, 8, 10]), scale.Of(3, 4, 10))],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence) => [BlockTrend.OfWidth(evidence)];
}
