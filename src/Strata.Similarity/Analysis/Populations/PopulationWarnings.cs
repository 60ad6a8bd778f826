namespace Strata.Analysis.Populations;

/// <summary>What a reader should know before trusting a comparison of populations.</summary>
internal static class PopulationWarnings
{
    private const int FewModels = 10, FewExamples = 100;

    /// <summary>Groups that are named where each has the same to be said of it.</summary>
    private const int Told = 3;

    public static IEnumerable<string> Of(Population a, Population b, int[] labels, IReadOnlyList<int[]> examplesOf, ClassGroups? groups)
    {
        foreach (Population population in new[] { a, b })
        {
            if (population.Models < FewModels)
                yield return $"{population.Name} has {population.Models} models: tests and halves of so few say little";
            int[] constant = [.. Enumerable.Range(0, population.Models)
                .Where(m => population.Of(m).IndexOfAnyExcept(population.Predictions[m, 0]) < 0)];
            if (constant.Length > 0)
                yield return
                    $"{constant.Length} of {population.Models} models of {population.Name} predict one class for every example (the "
                    + $"first is model {constant[0]}, class {population.Predictions[constant[0], 0]})";
            if (SharedModels.Find(population, population, labels) is { } twice)
                yield return
                    $"models {twice.A} and {twice.B} of {population.Name} make the same {twice.Errors} errors: is one of them there twice?";
        }
        if (labels.Length < FewExamples) yield return $"{labels.Length} test examples are few";
        int[] empty = [.. examplesOf.Index().Where(c => c.Item.Length == 0).Select(c => c.Index)];
        if (empty.Length > 0)
            yield return
                $"{empty.Length} of {examplesOf.Count} classes have no test examples: "
                + $"{string.Join(", ", empty.Take(10))}{(empty.Length > 10 ? ", ..." : "")}";
        if (groups is null) yield break;
        if (groups.Overlap is { } shared)
            yield return
                $"class {shared.Class} is in the groups {string.Join(" and ", shared.Groups.Take(2))}"
                + $"{(shared.Groups.Count > 2 ? $" and {shared.Groups.Count - 2} more" : "")}: there is no confusion between groups that "
                + "overlap, and no v² of them";
        else if (groups.Groups.Count > Confusion.MostGroups)
            yield return $"{groups.Groups.Count} groups are more than {Confusion.MostGroups}: there is no confusion between them";
        string[] lacking = [.. from g in groups.Groups
                               let missing = g.Classes.Where(c => c >= examplesOf.Count || examplesOf[c].Length == 0).ToArray()
                               where missing.Length > 0
                               select $"group {g.Name}: {missing.Length} of its {g.Classes.Count} classes have no test examples, such as "
                                   + $"{missing[0]}"
                                   + (missing[0] < examplesOf.Count ? "" : $"; labels and predictions go up to {examplesOf.Count - 1}")];
        foreach (string lack in lacking.Take(Told)) yield return lack;
        if (lacking.Length > Told) yield return $"{lacking.Length - Told} more groups have classes without test examples";
    }
}
