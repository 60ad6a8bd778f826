using Strata.Analysis.Populations;

namespace Strata.Report.Page;

/// <summary>What the tests of two populations say, in words.</summary>
internal static class ErrorFacts
{
    /// <summary>More are in the table alone.</summary>
    private const int MostGroups = 8;

    public static IEnumerable<(string Name, string Value)> Of(PopulationComparison found, PopulationLabels labels)
    {
        ExampleSummary examples = found.Examples;
        yield return ("Mean accuracy",
            $"{labels.A}: {found.A.Mean:0.00} ± {found.A.Sem:0.00} % ({found.A.Models} models); {labels.B}: {found.B.Mean:0.00} ± "
            + $"{found.B.Sem:0.00} % ({found.B.Models}); {P(found.Welch)}");
        yield return ("Examples",
            $"SD of the difference {examples.Sd:0.0} points, {examples.BinomialSd:0.0} by chance; half against half "
            + $"{examples.Halves.Sd:0.0}, within {labels.A} {examples.Control.Sd:0.0}, within {labels.B} {examples.ControlB.Sd:0.0}, "
            + $"{examples.ControlBinomialSd:0.0} by chance; "
            + $"{examples.Over10:0.0} % differ by more than 10 points, {examples.Over20:0.0} % by more than 20 (half against half: "
            + $"{examples.Halves.Over10:0.0} and {examples.Halves.Over20:0.0} %; controls: {examples.Control.Over10:0.0} and "
            + $"{examples.Control.Over20:0.0} %, {examples.ControlB.Over10:0.0} and {examples.ControlB.Over20:0.0} %)"
            + (examples.Correlation is { } r ? $"; correlation {Format.Unit(r)}" : ""));
        yield return ("Classes",
            $"{found.Classes.Significant} of {found.Classes.Tested} differ with p < .05, {found.Classes.SignificantCorrected} after "
            + "Holm–Šidák" + (found.Classes.Spread is { } spread ? $"; {Spread(spread, labels)}" : ""));
        if (found.GroupSpread is { } grouped) yield return ("Groups", $"{found.Groups.Count}; {Spread(grouped, labels)}");
        foreach (GroupTest group in found.Groups.Count <= MostGroups ? found.Groups : [])
            yield return (group.Name, group.Welch is { } test
                ? $"{test.MeanA:0.00} and {test.MeanB:0.00} %, "
                + $"{P(test)}{(group.PHolmSidak is { } corrected ? $", corrected {Probability(corrected)}" : "")}" : group.Reason ?? "");
        yield return ("Explained by classes", Effect(found.Effect) + Control(labels.A, found.EffectControl)
            + Control(labels.B, found.EffectControlB));
        if (found.EffectGroups is { } groups) yield return ("Explained by groups", Effect(groups));
        yield return ("Agreement of two models",
            $"within {labels.A} {Pair(found.Agreement.WithinA)}; within {labels.B} {Pair(found.Agreement.WithinB)}; across "
            + $"{Pair(found.Agreement.Across)}");
    }

    private static string Spread(DifferenceSpread spread, PopulationLabels labels)
        => $"SD of the difference {spread.Sd:0.0} points; half against half {spread.HalvesSd:0.0}, within {labels.A} "
        + $"{spread.ControlSdA:0.0}, within {labels.B} {spread.ControlSdB:0.0}";

    private static string Control(string name, GroupEffect halves)
        => halves.V2Corrected is { } value ? $"; halves of {name}: {Format.Unit(value)}" : "";

    private static string Effect(GroupEffect effect)
        => effect.V2 is not { } v2 ? $"undefined: {effect.Reason}"
            : $"v² {Format.Unit(v2)}, corrected {Format.Unit(effect.V2Corrected)}"
            + (effect.Interval is [double low, double high] ? $" (95 % interval {Format.Unit(low)} to {Format.Unit(high)})" : "")
            + (effect.Note is { } note ? $"; {note}" : "");

    private static string Pair(PairAgreement pair)
        => $"{pair.Agreement:0.0} % of the examples, κ {Format.Unit(pair.Kappa)}, exactly one right {pair.ErrorInconsistency:0.0} %"
        + (pair.JensenShannon is { } bits ? $", Jensen–Shannon {bits:0.0000} bits" : "");

    private static string P(WelchTest test) => test.P is { } p ? $"Welch p {Probability(p)}" : $"no test: {test.Reason}";

    internal static string Probability(double p) => p < 1e-3 ? "< .001" : Format.Unit(p);
}
