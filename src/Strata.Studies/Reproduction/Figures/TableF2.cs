using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;
using static Strata.Studies.Reproduction.ModelEntries;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class TableF2 : PublishedFigure
{
    public override string Id => "table-f2";
    public override string Shows => "groups of classes that one of two populations is better at";
    public override string Claim => "Some groups of classes, chosen on half of the models, are told better by one population in the "
        + "other half.";

    public override string Published => "ImageNet, groups of WordNet with more than 50 classes: wide networks are better at scenes, "
        + "deep ones at consumer goods (§7, table F.2).";

    public override string Rule => ErrorRules.MatchedRule + " Groups with p < .05 on the first half of the models are tested on the second "
        + "half by Welch's test, corrected by Holm and Šidák. It agrees where one of them at least differs there in the same direction, "
        + "and disagrees where one differs in the other direction.";

    public override string Images => "ImageNet";

    internal override Study Measure(Scale scale) => scale == Scale.Tiny ? OfThumbnails : ErrorPairs.OfImageNet(scale) with
    {
        Errors = new() { Groups = "wordnet", AtLeast = 10 },
    };

    /// <summary>Digits have no groups; thumbnails have animals and vehicles.</summary>
    private static Study OfThumbnails => PaperRecipe.Errors(PaperRecipe.Cifar10(Scale.Tiny)) with
    {
        Models = [ResNets([8], [1.5], 16), ResNets([14], [1], 16)],
        Training = PaperRecipe.Cifar10(Scale.Tiny).Training with
        {
            Common = new() { Epochs = 15, Augment = Augmentation.None, BatchNormMomentum = 0.1, EvaluateEvery = 15 },
        },
    };

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence) => ErrorRules.OfMatched(evidence, Confirmed);

    private static ClaimFinding Confirmed(Evidence evidence, ErrorsContent errors)
    {
        IReadOnlyList<GroupTest> groups = errors.Comparison.Groups;
        if (groups.Count == 0) return new("groups", ClaimVerdict.CannotTell, "There are no groups of these classes.");
        GroupTest[] selected = [.. groups.Where(group => group.Selected)],
            later = [.. selected.Where(group => group.SecondHalfHolmSidak < Judgement.Level)];
        bool Same(GroupTest group) => group.SecondHalf!.Difference > 0 == (group.FirstHalf ?? group.Welch)!.Difference > 0;
        string names = string.Join(", ", later.Take(6).Select(group => $"{group.Name} {group.SecondHalf!.Difference:+0.00;-0.00} points"));
        return new("groups", later.Any(group => !Same(group)) ? ClaimVerdict.Disagrees : later.Length > 0 ? ClaimVerdict.Agrees
            : ClaimVerdict.CannotTell,
            $"{selected.Length} of {groups.Count} groups are chosen, {later.Length} of them differ on the other half"
            + (names == "" ? "" : $" ({names}, {errors.Comparison.A.Name} less {errors.Comparison.B.Name})") + ".");
    }
}
