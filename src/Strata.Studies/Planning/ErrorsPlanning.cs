using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Runtime;
using Strata.Studies.Format;

namespace Strata.Studies.Planning;

/// <summary>Finds the populations of a study and which of them are compared by their errors.</summary>
internal static class ErrorsPlanning
{
    public static IEnumerable<PlannedErrors> Of(Study study, ImageSet data, IReadOnlyList<PlannedModel> models, List<string> problems)
    {
        if (!study.Analyses.Contains(Study.PopulationErrors)) return [];
        var populations = models.GroupBy(Planner.WithoutSeed).ToDictionary(group => group.Key, group => group.ToArray());
        string[] names = [.. populations.Where(p => p.Value.Length > 1).Select(p => p.Key)];
        ClassGroups? groups = Groups(study.Errors.Groups, data, problems);
        (string A, string B)[] pairs = [.. Pairs(study.Errors.Pairs, names, populations, problems)];
        if (pairs.Length == 0 && problems.Count == 0) problems.Add($"analyses: errors compares models of several seeds with others, but of this study's only {(names.Length == 0 ? "none" : names[0])} {(names.Length == 0 ? "are" : "is")} there with two seeds or more");
        return pairs.Select(pair => Planned(pair.A, pair.B, populations, groups, study.Errors.Resamples));
    }

    private static IEnumerable<(string A, string B)> Pairs(IReadOnlyList<ModelPair> asked, string[] names, Dictionary<string, PlannedModel[]> populations, List<string> problems)
    {
        if (asked.Count == 0) return from i in Enumerable.Range(0, names.Length) from j in Enumerable.Range(i + 1, names.Length - i - 1) select (names[i], names[j]);
        string[] Matching(string name)
        {
            string[] found = [.. populations.Keys.Where(p => FileSystemName.MatchesSimpleExpression(name, p, ignoreCase: false))], enough = [.. found.Where(names.Contains)];
            if (found.Length == 0) problems.Add($"errors.pairs: '{name}' names no population{Suggestion.For(name, names)}");
            else if (enough.Length == 0) problems.Add($"errors.pairs: '{name}' has models of one seed alone, and a population needs two");
            return enough;
        }
        var pairs = (from pair in asked from a in Matching(pair.A) from b in Matching(pair.B) where a != b select (a, b)).ToList();
        return pairs.Where((pair, i) => !pairs.Take(i).Any(p => p == pair || p == (pair.b, pair.a)));
    }

    private static PlannedErrors Planned(string a, string b, Dictionary<string, PlannedModel[]> populations, ClassGroups? groups, int resamples)
    {
        string key = ContentKey.Of("errors", new JsonObject
        {
            ["a"] = new JsonArray([.. populations[a].Select(m => (JsonNode)m.Key)]),
            ["b"] = new JsonArray([.. populations[b].Select(m => (JsonNode)m.Key)]),
            ["groups"] = JsonSerializer.SerializeToNode(groups?.Groups, StudyJson.Line),
            ["resamples"] = resamples,
        });
        return new($"{a}~{b}", key, a, b, [.. populations[a].Select(m => m.Name)], [.. populations[b].Select(m => m.Name)], groups?.Groups, resamples);
    }

    private static ClassGroups? Groups(string asked, ImageSet data, List<string> problems)
    {
        if (asked == StudyErrors.None) return null;
        if (asked == StudyErrors.Automatic) return ClassGroups.For(data.Classes);
        try
        {
            ClassGroups groups = ClassGroups.Load(asked);
            foreach (ClassGroup group in groups.Groups.Where(g => g.Classes.Max() >= data.Classes.Count))
                problems.Add($"errors.groups: group '{group.Name}' of {asked} holds class {group.Classes.Max()}, but {data.Name} has classes 0 to {data.Classes.Count - 1}");
            return groups;
        }
        catch (InvalidFileException wrong)
        {
            problems.Add($"errors.groups: {wrong.Message}");
            return null;
        }
    }
}
