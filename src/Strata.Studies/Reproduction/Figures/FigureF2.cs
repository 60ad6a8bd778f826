using Strata.Report;
using Strata.Studies.Reproduction.Rules;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureF2 : PublishedFigure
{
    public override string Id => "figure-f2";
    public override string Shows => "accuracy on classes, wide against deep";
    public override string Claim => "On CIFAR-10 too, a wide and a deep network of equal accuracy differ about classes.";

    public override string Published => "CIFAR-10, 200 models each: ResNet-62-1x and ResNet-14-2x, equally accurate, differ about "
        + "classes by more than halves of one population (appendix F).";

    public override string Rule => $"{ErrorRules.MatchedRule} {ErrorRules.ClassesRule}";

    internal override Study Measure(Scale scale) => ErrorPairs.OfCifar10(scale);

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
        => ErrorRules.OfMatched(evidence, ErrorRules.Classes);
}
