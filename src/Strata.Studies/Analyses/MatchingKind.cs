using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Report;
using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>
/// Whether layers find themselves in other networks of their architecture, by CKA and by every other measure of the study (Kornblith et
/// al. 2019, table 2): matching.json.
/// </summary>
internal sealed class MatchingKind : AnalysisKind
{
    private const string FileName = "matching.json";

    public override string Name => Study.Matching;
    public override string Plural => "matchings of layers";
    public override string Absence => "similarity.across finds no two models that differ in their seed alone";
    public override bool Light => true;
    public override bool OfFamily => true;

    /// <inheritdoc/>
    /// <remarks>One for all networks that differ in their seed alone.</remarks>
    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        var kinds = planning.Models.ToDictionary(model => model.Name, Planner.WithoutSeed);
        ILookup<string, PlannedComparison> comparisons =
            planning.Comparisons.Where(c => c.A != c.B && kinds[c.A] == kinds[c.B]).ToLookup(c => kinds[c.A]);
        ILookup<string, PlannedAnalysis> measured = planning.Planned.Where(a => a.Kind == Study.OtherMeasures && a.Models.Count == 2
            && kinds[a.Models[0]] == kinds[a.Models[1]]).ToLookup(a => kinds[a.Models[0]]);
        foreach (var same in planning.Models.GroupBy(model => kinds[model.Name]))
        {
            string[] names = [.. same.Select(model => model.Name)];
            (string Role, Artifact Artifact)[] maps =
            [
                .. comparisons[same.Key].Select(c => (c.Name, c.Artifact())), .. measured[same.Key].Select(a => (a.Name, a.Artifact())),
            ];
            if (maps.Length == 0) continue;
            Dictionary<string, Artifact> inputs = maps.Concat(same.Select(model => (model.Name, model.Artifact()))).ToDictionary();
            string name = same.Key;
            yield return new()
            {
                Kind = Name,
                Name = name,
                Key = ContentKey.Of(Name, new JsonObject([.. inputs.Select(i => KeyValuePair.Create(i.Key, (JsonNode?)i.Value.Key))])),
                Title = $"matching of layers in {name}",
                Inputs = inputs,
                Models = names,
                Options = [],
            };
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        var family = Family.Of(work);
        if (family.Members.Count < 2) return family.TooFew;
        // A map is called by both its models.
        string[] leftOut = [.. work.Analysis.Models.Except(family.Members)],
            maps = [.. work.Inputs.Keys.Where(role => !work.Analysis.Models.Contains(role) && !leftOut.Any(role.Contains))];
        var found = maps.Select(role => SimilarityFolder.Read(work.Inputs[role]))
            .Select(map => (map.Measure, Same: SameLayers.Of(map))).Where(map => map.Same is not null)
            .GroupBy(map => map.Measure, map => map.Same!)
            .Select(measure => new Row(measure.Key, measure.Count(), [.. measure.Select(same => same.Share)])).ToList();
        work.WriteJson(new Rows(found, family.Members), FileName);
        int missing = work.Missing.Keys.Count(role => !work.Analysis.Models.Contains(role) && !leftOut.Any(role.Contains));
        return new()
        {
            LeftOut = family.LeftOut,
            Warnings = missing == 0 ? [] : [$"{missing} maps between its networks could not be made and are left out"],
        };
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
    {
        Rows found = AnalysisWork.ReadJson<Rows>(folder, FileName);
        yield return new Table($"matching-{analysis.Name}",
            [new("measure", "Measure", Number: false), new("pairs", "pairs"), new("share", "found, %"), new("least"), new("most")],
            [.. found.Measures.OrderByDescending(row => row.Shares.Average()).Select(row => (Cell[])[new(row.Measure), Cell.Of(row.Pairs),
                Cell.Of(row.Shares.Average(), Percent), Cell.Of(row.Shares.Min(), Percent), Cell.Of(row.Shares.Max(), Percent)])])
        {
            Title = "matching of layers",
            Says = "share of the layers that are most like themselves in another network, of all layers of their kind: a measure that "
                + "fails here says little (Kornblith et al. 2019)",
            Models = found.Models ?? analysis.Models,
        };
    }

    private static string Percent(double? share) => $"{100 * share:0.0}";

    /// <param name="Models">Those that took part; null in results of before.</param>
    private sealed record Rows(IReadOnlyList<Row> Measures, IReadOnlyList<string>? Models = null);

    /// <param name="Shares">Of every pair of networks.</param>
    private sealed record Row(string Measure, int Pairs, IReadOnlyList<double> Shares);
}
