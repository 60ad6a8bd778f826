using Strata.Analysis.Statistics;
using Strata.Report;

namespace Strata.Studies.Reproduction.Rules;

/// <summary>Whether block structure is commoner the further a factor goes, all else equal.</summary>
internal static class BlockTrend
{
    /// <summary>Networks at the end of a factor that a verdict of absence takes: were half of them to have a block, 1 in 32.</summary>
    private const int Fewest = 5;

    public const string Rule = "A part agrees where block structure is commoner with p < .05, by permutation of the networks that "
        + "differ in nothing else but the seed. It disagrees where it is rarer with p < .05, or where none of five or more networks at "
        + "the far end has it. Block structure is a large window of similar layers ruled by a first component, by the thresholds below.";

    public static ClaimFinding OfDepth(Evidence evidence)
        => Of(evidence, "depth", model => model.Depth, model => $"depth {model.Depth}",
            model => (model.Width, model.Fraction.Value));

    public static ClaimFinding OfWidth(Evidence evidence)
        => Of(evidence, "width", model => model.Width, model => $"{model.Width:0.####}x", model => (model.Depth, model.Fraction.Value));

    /// <summary>Less data is further.</summary>
    public static ClaimFinding OfData(Evidence evidence)
        => Of(evidence, "less data", model => 1 / model.Fraction.Value, model => $"{model.Fraction} of the images",
            model => (model.Depth, model.Width));

    /// <summary>What networks share that are held against each other.</summary>
    private static (string, string, double?, double?, (double, double)) Same(ModelContent model,
        Func<ModelContent, (double, double)> others)
        => (model.Family, model.Variant, model.LearningRate, model.WeightDecay, others(model));

    private static ClaimFinding Of(Evidence evidence, string part, Func<ModelContent, double> factor, Func<ModelContent, string> label,
        Func<ModelContent, (double, double)> others)
    {
        Network[] judged = [.. evidence.Networks.Where(network => network.HasBlock is not null)
            .GroupBy(network => Same(network.Model, others))
            .Where(same => same.Select(network => factor(network.Model)).Distinct().Count() > 1).SelectMany(same => same)];
        if (judged.Length == 0) return new(part, ClaimVerdict.CannotTell, evidence.Networks.Count == 0 ? "No network learned."
            : evidence.Networks.All(network => network.HasBlock is null)
                ? "No network has a verdict: blocks and components were not asked for."
            : "Nothing was varied in it.");
        TrendPoint[] points = [.. judged.Select(network => new TrendPoint(
            $"{Same(network.Model, others)}", Math.Log(factor(network.Model)),
            network.HasBlock == true ? 1 : 0))];
        string measured = "block structure in " + string.Join(", ", judged.GroupBy(network => factor(network.Model))
            .OrderBy(same => same.Key).Select(same => $"{same.Count(network => network.HasBlock == true)} of {same.Count()} at "
                + label(same.First().Model)));
        ClaimFinding found = Judgement.Rising(part, points, measured);
        Network[] far = [.. judged.GroupBy(network => factor(network.Model)).MaxBy(same => same.Key)!];
        return found.Verdict == ClaimVerdict.CannotTell && far.Length >= Fewest && far.All(network => network.HasBlock == false)
            ? found with { Verdict = ClaimVerdict.Disagrees } : found;
    }
}
