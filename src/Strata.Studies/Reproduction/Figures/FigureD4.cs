using Strata.Data;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureD4 : PublishedFigure
{
    public override string Id => "figure-d4";
    public override string Shows => "depth against the amount of training data";
    public override string Claim => "With fewer training images, shallower networks show the block structure.";
    public override string Published => "CIFAR-10: the depth from which it appears falls with the number of training images (appendix D).";
    public override string Rule => BlockTrend.Rule;

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Data = PaperRecipe.Cifar10(scale).Data with
        {
            Fractions = [.. scale.Of<string[]>(["1/2", "1/8"], ["1/16", "1/64"], ["1", "1/4", "1/16"]).Select(Fraction.Parse)],
        },
        Training = PaperRecipe.ForLessData(scale),
        Models = [ResNets(scale.Of<int[]>([14, 38], [14, 38], [32, 44, 56, 110, 164]), [1], scale.Of(4, 5, 10))],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
        => [BlockTrend.OfData(evidence), BlockTrend.OfDepth(evidence)];
}
