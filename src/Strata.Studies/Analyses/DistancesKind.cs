using System.Text.Json.Nodes;
using Strata.Analysis;
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
            yield return new()
            {
                Kind = Name,
                Name = name,
                Key = ContentKey.Of(Name, new JsonObject([.. inside.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Key))])),
                Title = $"distances of {name}",
                Inputs = inside.ToDictionary(p => p.Name, p => p.Artifact()),
                Models = [.. set.Select(m => m.Name)],
                Options = [],
            };
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        IReadOnlyList<string> names = work.Analysis.Models;
        var found = work.Inputs.ToDictionary(i => i.Key, i => CorrespondenceKind.Read(i.Value));
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
        return new() { Results = new JsonObject { ["shown"] = all.Shown } };
    }

    public static ModelDistances Read(string folder) => AnalysisWork.ReadJson<ModelDistances>(folder, FileName);
}
