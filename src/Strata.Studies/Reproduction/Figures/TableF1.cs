using Strata.Analysis.Populations;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class TableF1 : PublishedFigure
{
    /// <summary>A share of the differences below which classes explain as good as nothing.</summary>
    private const double Nothing = .02;

    public override string Id => "table-f1";
    public override string Shows => "how much of the differences about examples their classes explain";
    public override string Claim => "A part of what two populations differ in about single examples is explained by the examples' classes.";
    public override string Published => "v² of three nested logistic regressions is above that of two halves of one population (§7, table "
        + "F.1).";

    public override string Rule => "It agrees where the 95 % interval of v², corrected for the number of models, lies above 0 and v² "
        + $"above that of the halves of both populations. It disagrees where the interval lies below {Nothing}.";

    public override string Images => "ImageNet";

    internal override Study Measure(Scale scale) => ErrorPairs.OfImageNet(scale);

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence) => ErrorRules.Of(evidence, Explained);

    private static ClaimFinding Explained(Evidence evidence, ErrorsContent errors)
    {
        GroupEffect effect = errors.Comparison.Effect;
        double?[] halves = [errors.Comparison.EffectControl.V2Corrected, errors.Comparison.EffectControlB.V2Corrected];
        if (effect is not { V2Corrected: { } v2, Interval: [double low, double high] })
            return new("v²", ClaimVerdict.CannotTell, $"v² has no interval: {effect.Reason ?? effect.Note ?? "none was asked for"}.");
        return new("v²", low > 0 && halves.All(half => v2 > half) && effect.Note is null ? ClaimVerdict.Agrees
            : high < Nothing ? ClaimVerdict.Disagrees : ClaimVerdict.CannotTell,
            $"Classes explain v² = {v2:.000} (95 % interval {low:.000} to {high:.000}); halves of one population "
            + $"{string.Join(" and ", halves.Select(half => half is { } value ? $"{value:.000}" : "–"))}"
            + (effect.Note is { } note ? $"; {note}" : "") + ".");
    }
}
