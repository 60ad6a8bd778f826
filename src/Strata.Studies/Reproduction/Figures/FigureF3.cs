using Strata.Analysis.Populations;
using Strata.Report;
using Strata.Studies.Reproduction.Rules;

namespace Strata.Studies.Reproduction.Figures;

internal sealed class FigureF3 : PublishedFigure
{
    public override string Id => "figure-f3";
    public override string Shows => "the examples that wide and deep networks differ about most";
    public override string Claim => "Examples on which one of two populations is ahead in half of the models are so in the other half.";

    public override string Published => "ImageNet: examples chosen on one half of the models keep their difference on the other half ("
        + "appendix F).";

    public override string Rule => "Examples are chosen on the first halves of both populations. Every model of the second halves has a "
        + "score: its accuracy where the first population was ahead less that where the second was. It agrees where the first "
        + "population scores higher with p < .05 by Welch's test over models, and disagrees where it scores lower.";

    public override string Images => "ImageNet";

    internal override Study Measure(Scale scale) => ErrorPairs.OfImageNet(scale);

    internal override IEnumerable<ClaimFinding> Judge(Evidence evidence) => ErrorRules.Of(evidence, Chosen);

    private static ClaimFinding Chosen(Evidence evidence, ErrorsContent errors)
    {
        PopulationComparison found = errors.Comparison;
        if (found.AheadA.Count == 0 || found.AheadB.Count == 0)
            return new("chosen examples", ClaimVerdict.CannotTell, "One population is ahead nowhere.");
        (Population a, Population b) = evidence.PopulationsOf(errors);
        int[] labels = found.Accuracies.Labels;
        double[] Scores(Population population) => [.. Enumerable.Range(population.Models / 2, population.Models - population.Models / 2)
            .Select(model => Accuracy(population, model, found.AheadA, labels) - Accuracy(population, model, found.AheadB, labels))];
        var test = WelchTest.Of(Scores(a), Scores(b));
        return new("chosen examples", test.P is not { } p || p >= Judgement.Level ? ClaimVerdict.CannotTell
            : test.Difference > 0 ? ClaimVerdict.Agrees : ClaimVerdict.Disagrees,
            $"On {found.AheadA.Count} and {found.AheadB.Count} examples chosen on half of the models, the other halves are "
            + $"{Math.Abs(test.Difference):0.0} points apart, in {(test.Difference >= 0 ? "the same" : "the other")} direction"
            + $"{(test.P is { } known ? $" (p {Judgement.P(known)})" : "")}.");
    }

    /// <summary>Percent of the examples that the model is right about.</summary>
    private static double Accuracy(Population population, int model, IReadOnlyList<DifferentExample> examples, int[] labels)
        => 100 * examples.Average(example => population.Predictions[model, example.Index] == labels[example.Index] ? 1.0 : 0);
}
