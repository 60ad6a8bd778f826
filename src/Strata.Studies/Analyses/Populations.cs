using System.IO.Enumeration;
using Strata.Analysis.Populations;
using Strata.Data;
using Strata.Runtime;
using Strata.Settings;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>Finds the populations of a study and which of them are compared by their errors.</summary>
internal static class Populations
{
    public static IEnumerable<ErrorsOptions> Pairs(Study study, ImageSet data, IReadOnlyList<PlannedModel> models, List<string> problems)
    {
        var populations = models.GroupBy(Planner.WithoutSeed).ToDictionary(group => group.Key, group => group.ToArray());
        string[] names = [.. populations.Where(p => p.Value.Length > 1).Select(p => p.Key)];
        ClassGroups? groups = Groups(study.Errors, data, problems);
        (string A, string B)[] pairs = [.. Pairs(study.Errors.Pairs, names, populations, problems)];
        if (pairs.Length == 0 && problems.Count == 0)
            problems.Add(
                "analyses: errors compares models of several seeds with others, but of this study's only "
                + $"{(names.Length == 0 ? "none" : names[0])} {(names.Length == 0 ? "are" : "is")} there with two seeds or more");
        return pairs.Select(pair => new ErrorsOptions(pair.A, pair.B, Names(pair.A), Names(pair.B), groups?.Groups,
            study.Errors.Resamples));

        string[] Names(string population) => [.. populations[population].Select(m => m.Name)];
    }

    private static IEnumerable<(string A, string B)> Pairs(IReadOnlyList<ModelPair> asked, string[] names,
        Dictionary<string, PlannedModel[]> populations, List<string> problems)
    {
        if (asked.Count == 0)
            return from i in Enumerable.Range(0, names.Length)
                   from j in Enumerable.Range(i + 1,
                names.Length - i - 1)
                   select (names[i], names[j]);
        string[] Matching(string name)
        {
            string[] found = [.. populations.Keys.Where(p => FileSystemName.MatchesSimpleExpression(name, p, ignoreCase: false))],
                enough = [.. found.Where(names.Contains)];
            if (found.Length == 0) problems.Add($"errors.pairs: {Foreign.Quoted(name)} names no population{Suggestion.For(name, names)}");
            else if (enough.Length == 0)
                problems.Add($"errors.pairs: {Foreign.Quoted(name)} has models of one seed alone, and a population needs two");
            return enough;
        }
        var pairs = new List<(string A, string B)>();
        foreach (ModelPair pair in asked)
        {
            string[] left = Matching(pair.A), right = Matching(pair.B);
            if (left.Length == 1 && left.SequenceEqual(right))
                problems.Add($"errors.pairs: {Foreign.Quoted(pair.A)} and {Foreign.Quoted(pair.B)} are the same population");
            pairs.AddRange(from a in left from b in right where a != b select (a, b));
        }
        return pairs.Where((pair, i) => !pairs.Take(i).Any(p => p == pair || p == (pair.B, pair.A)));
    }

    private static ClassGroups? Groups(StudyErrors asked, ImageSet data, List<string> problems)
    {
        if (asked.AtLeast != new StudyErrors().AtLeast && !ClassGroups.IsByWordNet(asked.Groups))
            problems.Add(
                $"errors.atLeast: {asked.AtLeast} only goes with groups by WordNet, but errors.groups is {Foreign.Quoted(asked.Groups)}");
        if (asked.Groups == StudyErrors.None) return null;
        if (asked.Groups == StudyErrors.Automatic) return ClassGroups.For(data.Classes);
        try
        {
            return ClassGroups.Load(asked.Groups, data.ClassFolders, asked.AtLeast);
        }
        catch (StrataException wrong)
        {
            problems.Add($"errors.groups: {wrong.Message}");
            return null;
        }
    }
}
