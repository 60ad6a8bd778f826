using Strata.Analysis;
using Strata.Analysis.Populations;

namespace Strata.Report;

/// <summary>The first paragraph of the page: what a reader sees in this study, computed from its content.</summary>
internal static class Answer
{
    private const int Named = 6;

    public static string To(StudyView study)
    {
        IReadOnlyList<ModelContent> models = study.Content.Models;
        if (models.Count == 0) return "This study has no models yet.";
        ModelContent[] trained = [.. models.Where(model => model.Trained && model.IsEvidence)],
            untrained = [.. models.Where(model => !model.Trained)];
        var sentences = new List<string>();
        sentences.AddRange(Verdicts(study, trained, trained.Length == 1 ? "trained model" : "trained models"));
        if (untrained.Length > 0)
            sentences.AddRange(Verdicts(study, untrained, untrained.Length == 1 ? "untrained control" : "untrained controls"));
        sentences.AddRange(Accuracies(study, trained));
        sentences.AddRange(Seeds(study));
        sentences.AddRange(study.Content.Errors.Take(Named).Select(errors => Errors(study, errors)));
        if (trained.Length > 0 && study.Content.Recipe is { } recipe)
            sentences.Add(study.SeveralRates || study.SeveralDecays ? $"The recipes: {recipe}."
                : $"All of this is said of one recipe ({recipe}): another rate or decay can give another map.");
        sentences.AddRange(Unlearned(study));
        int diverged = models.Count(model => model.DivergedAtEpoch is not null),
            left = study.Warnings.DistinctBy(warning => warning.Text).Count();
        if (diverged > 0) sentences.Add($"{diverged} {(diverged == 1 ? "model" : "models")} diverged in training.");
        if (left > 0) sentences.Add($"Read the {(left == 1 ? "warning" : $"{left} warnings")} below before trusting the numbers.");
        return string.Join(" ", sentences);
    }

    /// <summary>Of networks that are evidence of nothing: their own sentence, and no part of any other.</summary>
    private static IEnumerable<string> Unlearned(StudyView study)
    {
        ModelContent[] models = [.. study.Content.Models.Where(model => model.DidNotLearn is not null)];
        if (models.Length == 0) yield break;
        string each = models.Length == 1 ? $"{study.Label(models[0])}: {models[0].DidNotLearn}"
            : $"{models.Length} models did not learn ({Names(study, models)})";
        yield return $"{each}; {(models.Length == 1 ? "it is" : "they are")} left out of every other sentence, mean and comparison of "
            + "seeds.";
    }

    private static IEnumerable<string> Verdicts(StudyView study, ModelContent[] models, string noun)
    {
        if (models.Length == 0) yield break;
        var verdicts = models.Select(model => (Model: model, Verdict: study.Within(model)?.Block?.Verdict)).ToList();
        int judged = verdicts.Count(pair => pair.Verdict is not null);
        if (judged == 0)
        {
            // A study of errors alone has not looked for any.
            if (study.Content.Comparisons.Count == 0) yield break;
            yield return $"No block search has been made for the {models.Length} {noun}.";
            yield break;
        }
        string All(int count)
            => models.Length == 1 ? $"The {noun}" : count == models.Length ? $"All {count} {noun}" : $"{count} of {models.Length} {noun}";
        foreach (var (verdict, one, many) in new[]
        {
            (BlockStructure.Present,
                "shows block structure: many neighbouring layers with nearly the same representation and a dominant first principal "
                + "component",
                "show block structure: many neighbouring layers with nearly the same representation and a dominant first principal "
                + "component"),
            (BlockStructure.CauseUnknown, "has a large window of similar layers, cause unknown (components were not computed)",
                "have a large window of similar layers, cause unknown (components were not computed)"),
            (BlockStructure.SimilarLayers, "has a large window of similar layers without a dominant component, which is no block structure",
                "have a large window of similar layers without a dominant component, which is no block structure"),
            (BlockStructure.Undefined, "has no defined similarity between any two layers",
                "have no defined similarity between any two layers"),
            (BlockStructure.None, "shows no large window of similar layers", "show no large window of similar layers"),
        })
        {
            ModelContent[] group = [.. verdicts.Where(pair => pair.Verdict == verdict).Select(pair => pair.Model)];
            if (group.Length == 0) continue;
            string names = verdict == BlockStructure.None || models.Length == 1 && group[0].TestAccuracy is null ? ""
                : $" ({Names(study, group)})";
            yield return $"{All(group.Length)} {(group.Length == 1 ? one : many)}{names}.";
        }
        if (judged < models.Length)
            yield return $"{models.Length - judged} {(models.Length - judged == 1 ? "has" : "have")} not been searched.";
    }

    private static IEnumerable<string> Accuracies(StudyView study, ModelContent[] trained)
    {
        ModelContent[] known = [.. trained.Where(model => model.TestAccuracy is double accuracy && double.IsFinite(accuracy))
            .OrderBy(model => model.TestAccuracy)];
        if (known.Length < 2) yield break;
        yield return
            $"Test accuracy goes from {Format.Percent(known[0].TestAccuracy)} ({study.Label(known[0])}) to "
            + $"{Format.Percent(known[^1].TestAccuracy)} ({study.Label(known[^1])}).";
    }

    /// <summary>How alike models are that differ in their seed alone, beside how alike the layers of one model are.</summary>
    private static IEnumerable<string> Seeds(StudyView study)
    {
        LayerMap[] seeds =
            [.. study.Across.Where(comparison => Configuration.Of(study.Model(comparison.A)) == Configuration.Of(study.Model(comparison.B))
                && study.Model(comparison.A) is { Trained: true, IsEvidence: true } && study.Model(comparison.B).IsEvidence)];
        if (seeds.Length == 0) yield break;
        double mean = seeds.Select(comparison => Tables.StudyTables.MeanCka(comparison.Matrix)).Where(double.IsFinite)
            .DefaultIfEmpty(double.NaN).Average();
        yield return $"Across seeds of one configuration the mean CKA of two layers is {Format.Unit(mean)}.";
    }

    private static string Errors(StudyView study, ErrorsContent errors)
    {
        PopulationComparison found = errors.Comparison;
        PopulationLabels labels = Tables.ErrorTables.Labels(study, errors);
        string explained = found.Effect is { V2Corrected: { } v2, Note: null }
            ? $", and classes explain {Format.Percent(v2)} of what is beyond chance"
                + (found.Effect.Interval is [double low, double high]
                    ? $" (95{Format.Space}% interval {Format.Percent(low)} to {Format.Percent(high)})" : "")
            : "";
        return
            $"{labels.A} ({found.A.Models} models, {found.A.Mean:0.0} ± {found.A.Sem:0.0}{Format.Space}%) and {labels.B} "
            + $"({found.B.Models}, {found.B.Mean:0.0} ± {found.B.Sem:0.0}{Format.Space}%) differ about single examples with a standard "
            + "deviation of "
            + $"{found.Examples.Sd:0.0} points, where chance alone gives {found.Examples.BinomialSd:0.0}{explained}.";
    }

    private static string Names(StudyView study, ModelContent[] models)
    {
        IEnumerable<string> named = models.Take(Named)
            .Select(model => study.Label(model) + (model.TestAccuracy is null ? "" : $" at {Format.Percent(model.TestAccuracy)}"));
        return string.Join("; ", named) + (models.Length > Named ? $"; and {models.Length - Named} more" : "");
    }
}
