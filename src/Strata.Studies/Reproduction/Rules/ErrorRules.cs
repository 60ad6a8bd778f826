using Strata.Analysis.Populations;
using Strata.Report;

namespace Strata.Studies.Reproduction.Rules;

/// <summary>What two populations of equal accuracy differ in.</summary>
internal static class ErrorRules
{
    /// <summary>Percentage points that mean accuracies may be apart to be called equal.</summary>
    private const double Equal = 1;

    /// <summary>Models of each population from which finding no difference counts as disagreement.</summary>
    private const int Many = 50;

    public static readonly string MatchedRule = $"Mean accuracies are matched where the 95 % interval of their difference lies within "
        + $"{Equal} point; where not, nothing is said.";

    public static readonly string ExamplesRule = "Examples agree where accuracies on single examples differ by more, in standard "
        + $"deviation, than when models are dealt anew to both populations, with p < .05. With {Many} or more models of each, p above "
        + ".05 disagrees.";

    public static readonly string ClassesRule = "Classes agree where the accuracy on one of them at least differs with p < .05 by "
        + "Welch's test after Holm and Šidák, and differences spread more over classes than between halves of either population. With "
        + $"{Many} or more models of each, no such class disagrees.";

    /// <summary>A part for each rule, of the first pair of populations; one that cannot tell where there is none.</summary>
    public static IEnumerable<ClaimFinding> Of(Evidence evidence, params Func<Evidence, ErrorsContent, ClaimFinding>[] rules)
        => evidence.Errors is [var errors, ..] ? rules.Select(rule => rule(evidence, errors))
            : [new("populations", ClaimVerdict.CannotTell, "No two populations of two networks that learned were compared.")];

    /// <summary>The same of populations that must be equally accurate: one that is better is so at classes and groups too.</summary>
    public static IEnumerable<ClaimFinding> OfMatched(Evidence evidence, params Func<Evidence, ErrorsContent, ClaimFinding>[] rules)
    {
        ClaimFinding[] all = [.. Of(evidence, [Matched, .. rules])];
        return all[0].Verdict == ClaimVerdict.Agrees ? all
            : [all[0], .. all[1..].Select(found => found with
            {
                Verdict = ClaimVerdict.CannotTell,
                Measured = $"{found.Measured} Without equal accuracy this says nothing.",
            })];
    }

    public static ClaimFinding Matched(Evidence evidence, ErrorsContent errors)
    {
        WelchTest welch = errors.Comparison.Welch;
        string interval = welch.Low is { } low ? $" (95 % interval {low:0.00} to {welch.High:0.00})" : "";
        return new("matched accuracy", welch.Low > -Equal && welch.High < Equal ? ClaimVerdict.Agrees : ClaimVerdict.CannotTell,
            $"{Name(evidence, errors.ModelA)}: {welch.MeanA:0.00} ± {welch.SemA:0.00} % ({errors.Comparison.A.Models} models); "
            + $"{Name(evidence, errors.ModelB)}: {welch.MeanB:0.00} ± {welch.SemB:0.00} % ({errors.Comparison.B.Models}); difference "
            + $"{welch.Difference:0.00} points{interval}.");
    }

    public static ClaimFinding Examples(Evidence evidence, ErrorsContent errors)
    {
        (Population a, Population b) = evidence.PopulationsOf(errors);
        var dealt = ExampleShuffle.Of(a, b, errors.Comparison.Accuracies.Labels);
        return new("examples", Verdict(dealt.P < Judgement.Level, errors),
            $"Accuracies on single examples differ with a standard deviation of {dealt.Sd:0.00} points, dealt anew {dealt.ByChance:0.00} "
            + $"(p {Judgement.P(dealt.P)}, {errors.Comparison.Examples.Count} examples).");
    }

    public static ClaimFinding Classes(Evidence evidence, ErrorsContent errors)
    {
        ClassSummary classes = errors.Comparison.Classes;
        return new("classes", Verdict(classes.SignificantCorrected > 0
            && (classes.Spread is not { } over || over.HalvesSd > Math.Max(over.ControlSdA, over.ControlSdB)), errors),
            $"{classes.SignificantCorrected} of {classes.Tested} classes differ after correction, {classes.Significant} before"
            + (classes.Spread is { } spread ? $"; standard deviation over classes {spread.HalvesSd:0.00} points between halves of both, "
                + $"{spread.ControlSdA:0.00} and {spread.ControlSdB:0.00} within one" : "") + ".");
    }

    private static string Name(Evidence evidence, string model)
        => new Network(evidence.Model(model), null, []).Architecture;

    private static ClaimVerdict Verdict(bool differ, ErrorsContent errors)
        => differ ? ClaimVerdict.Agrees
            : Math.Min(errors.Comparison.A.Models, errors.Comparison.B.Models) >= Many ? ClaimVerdict.Disagrees : ClaimVerdict.CannotTell;
}
