using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>How far models are from each other, for every set of models each two of which are compared: distances.json.</summary>
internal sealed class DistancesKind : AnalysisKind
{
    private const string FileName = "distances.json";

    public override string Name => Study.Distances;
    public override string Plural => "planes of models";
    public override string Absence => "no set of models is compared each with each";
    public override bool Light => true;
    public override bool OfFamily => true;

    public override string? Problem(Study study)
        => study.Analyses.Contains(Study.Correspondence) ? null
        : "distances between models are made of their correspondence, which is not asked for";

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        PlannedAnalysis[] pairs = [.. planning.Planned.Where(a => a.Kind == Study.Correspondence)];
        var left = planning.Models.Where(m => pairs.Any(p => p.Models.Contains(m.Name))).ToList();
        int sets = 0;
        while (left.Count > 0)
        {
            // Where all seeds or all models are compared, a model and all that are compared with it make a whole set; other sets have no
            // plane.
            PlannedModel[] set =
                [.. left.Where(m => m == left[0] || pairs.Any(p => p.Models.Contains(m.Name) && p.Models.Contains(left[0].Name)))];
            left.RemoveAll(set.Contains);
            PlannedAnalysis[] inside = [.. pairs.Where(p => p.Models.All(name => set.Any(m => m.Name == name)))];
            if (inside.Length != set.Length * (set.Length - 1) / 2) continue;
            string[] kinds = [.. set.Select(Planner.WithoutSeed).Distinct()];
            string name = kinds.Length == 1 ? kinds[0] : sets++ == 0 ? "family" : $"family-{sets}";
            Dictionary<string, Artifact> inputs =
                inside.Select(p => (p.Name, p.Artifact())).Concat(set.Select(m => (m.Name, m.Artifact()))).ToDictionary();
            yield return new()
            {
                Kind = Name,
                Name = name,
                Key = ContentKey.Of(Name, new JsonObject([.. inputs.Select(i => KeyValuePair.Create(i.Key, (JsonNode?)i.Value.Key))])),
                Title = $"distances of {name}",
                Inputs = inputs,
                Models = [.. set.Select(m => m.Name)],
                Options = [],
            };
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        var family = Family.Of(work);
        IReadOnlyList<string> names = family.Members;
        if (names.Count < 2) return family.TooFew;
        var pairs = from a in names from b in names where a != b select $"{a}~{b}";
        if (pairs.FirstOrDefault(work.Missing.ContainsKey) is { } lost) throw new StrataException($"{lost}: {work.Missing[lost]}");
        var found = pairs.Where(work.Inputs.ContainsKey).ToDictionary(pair => pair, pair => CorrespondenceKind.Read(work.Inputs[pair]));
        ExampleOrder.RequireSame(found.Select(pair => (pair.Key, pair.Value.ExamplesHash)));
        double[,] distances = new double[names.Count, names.Count];
        for (int i = 0; i < names.Count; i++)
        {
            for (int j = i + 1; j < names.Count; j++)
            {
                string pair = found.ContainsKey($"{names[i]}~{names[j]}") ? $"{names[i]}~{names[j]}" : $"{names[j]}~{names[i]}";
                double between = ModelDistances.Between(found[pair])
                    ?? throw new StrataException($"{pair}: no layer has a defined similarity, so there is no distance");
                distances[i, j] = distances[j, i] = Math.Max(0, between);
            }
        }
        ModelDistances all = ModelDistances.Of(distances);
        work.WriteJson(new { models = names, all.Distances, all.Plane, all.Shown }, FileName);
        return new() { LeftOut = family.LeftOut, Results = new JsonObject { ["shown"] = all.Shown } };
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
    {
        IReadOnlyList<string> models = Family.MembersIn(folder, FileName) ?? analysis.Models;
        ModelDistances found = AnalysisWork.ReadJson<ModelDistances>(folder, FileName);
        string shown = found.Shown is { } part ? $" ({100 * part:0.0} % shown)" : "";
        if (models.Count > 2)
            yield return new Chart
            {
                Name = $"distances-{analysis.Name}",
                Title = $"distances between {models.Count} models{shown}",
                Says = "1 − the mean CKA of every layer with its best match, laid out in a plane",
                Models = models,
                XLabel = "first axis of 1 − CKA of matching layers",
                YLabel = "second axis",
                EqualScales = true,
                Series = [.. models.Zip(found.Plane,
                    (model, place) => new ChartSeries(model, [(place[0], place[1])]) { Scattered = true })],
            };
        yield return new Table($"distances-{analysis.Name}",
            [new("model", "Model", Number: false), .. models.Select((model, i) => new Column(model, $"{i + 1}")), new("x"), new("y")],
            [.. models.Select((model, row) => (Cell[])[new(model),
                .. models.Select((_, column) => Cell.Of(found.Distances[row][column], Number)),
                .. found.Plane[row].Select(place => Cell.Of(place, Number))])])
        {
            Title = "distances",
            Says = "1 − the mean CKA of every layer with its best match; columns in the order of the rows",
            Models = models,
        };
    }

    private static string Number(double? value) => $"{value:.000;-.000;0}";
}
