using Strata.Report;
using Strata.Studies.Reproduction.Rules;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class Figure7 : PublishedFigure
{
    public override string Id => "figure-7";
    public override string Shows => "errors of a wide and a deep network, by example and by class";

    public override string Claim =>
        "A wide and a deep network of equal accuracy make different errors, on single examples and on classes, beyond what seeds do.";

    public override string Published => "ImageNet, 100 models each: ResNet-83 78.00 % and ResNet-50 (2.8x) 77.97 % differ far more than "
        + "halves of one population, by example and by class (§7, figure 7).";

    public override string Rule => $"{ErrorRules.MatchedRule} {ErrorRules.ExamplesRule} {ErrorRules.ClassesRule}";
    public override string Images => "ImageNet";

    internal override Study Measure(Scale scale) => ErrorPairs.OfImageNet(scale);

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence)
        => ErrorRules.OfMatched(evidence, ErrorRules.Examples, ErrorRules.Classes);
}
