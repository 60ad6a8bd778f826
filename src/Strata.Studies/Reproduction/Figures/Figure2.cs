using Strata.Data;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class Figure2 : PublishedFigure
{
    public override string Id => "figure-2";
    public override string Shows => "width against the amount of training data";
    public override string Claim => "With fewer training images, narrower networks show the block structure.";

    public override string Published => "CIFAR-10, ResNet-38: the smallest width that shows it is 8x on all images, 2x on a quarter and "
        + "1x on a sixteenth (§4, figure 2).";

    public override string Rule => BlockTrend.Rule;

    internal override Study Measure(Scale scale) => PaperRecipe.Cifar10(scale) with
    {
        Data = PaperRecipe.Cifar10(scale).Data with
        {
            Fractions = [.. scale.Of<string[]>(["1/2", "1/8"], ["1/16", "1/64"], ["1", "1/4", "1/16"]).Select(Fraction.Parse)],
        },
        Training = PaperRecipe.ForLessData(scale),
        Models = [ResNets([38], scale.Of<double[]>([0.5, 1], [1, 2], [1, 2, 4, 8, 10]), scale.Of(4, 5, 10))],
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
        => [BlockTrend.OfData(evidence), BlockTrend.OfWidth(evidence)];
}
