using Strata.Report;
using Strata.Studies.Reproduction.Rules;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureF1 : PublishedFigure
{
    public override string Id => "figure-f1";
    public override string Shows => "accuracy on single examples, wide against deep";
    public override string Claim => "On CIFAR-10 too, a wide and a deep network of equal accuracy differ about single examples.";

    public override string Published => "CIFAR-10, 200 models each: ResNet-62-1x 94.09 % and ResNet-14-2x 94.08 % differ far more than "
        + "halves of one population (appendix F).";

    public override string Rule => $"{ErrorRules.MatchedRule} {ErrorRules.ExamplesRule}";

    internal override Study Measure(Scale scale) => ErrorPairs.OfCifar10(scale);

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
        => ErrorRules.OfMatched(evidence, ErrorRules.Examples);
}
