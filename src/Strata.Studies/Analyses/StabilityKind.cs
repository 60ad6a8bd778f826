using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Models;
using Strata.Report;
using Strata.Similarity;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Analyses;

/// <summary>What of the block structure stays when only the seed changes: stability.json, mean.npy, sd.npy, layers.json, and the mean as a heatmap.</summary>
internal sealed class StabilityKind : AnalysisKind
{
    private const string FileName = "stability.json", MeanFile = "mean.npy", SpreadFile = "sd.npy", LayersFile = "layers.json";

    public override string Name => Study.Stability;
    public override string Plural => "comparisons of seeds";
    public override bool Light => true;

    public override string? Problem(Study study) => study.Analyses.Contains(Study.Blocks) ? null : "stability compares the windows that the analysis blocks finds, which is not asked for";

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        foreach (IGrouping<string, PlannedModel> seeds in planning.Models.GroupBy(Planner.WithoutSeed).Where(g => g.Count() > 1))
        {
            var inputs = new Dictionary<string, Artifact>();
            foreach (PlannedModel model in seeds)
            {
                if (planning.Within(model) is not { } within || planning.Find(Study.Blocks, model.Name) is not { } blocks) continue;
                inputs[$"similarity of {model.Name}"] = within.Artifact();
                inputs[$"blocks of {model.Name}"] = blocks.Artifact();
            }
            if (inputs.Count < 4) continue;
            yield return new()
            {
                Kind = Name,
                Name = seeds.Key,
                Key = ContentKey.Of(Name, new JsonObject([.. inputs.Select(i => KeyValuePair.Create(i.Key, (JsonNode?)i.Value.Key))])),
                Title = $"stability of {seeds.Key}",
                Inputs = inputs,
                Models = [.. seeds.Select(m => m.Name)],
                Options = [],
            };
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        SimilarityMatrix[] matrices = [.. work.Analysis.Models.Select(name => SimilarityFolder.Read(work.Inputs[$"similarity of {name}"]))];
        BlockStructure[] verdicts = [.. work.Analysis.Models.Select(name => BlocksKind.Read(work.Inputs[$"blocks of {name}"]))];
        WindowStability found = WindowStability.Of([.. matrices.Select(m => m.Values)], verdicts);
        NpyFile.Write(Path.Combine(work.Folder, MeanFile), found.Mean);
        NpyFile.Write(Path.Combine(work.Folder, SpreadFile), found.Spread);
        LayerList.Write(Path.Combine(work.Folder, LayersFile), matrices[0].LayersA);
        work.WriteJson(found, FileName);
        Heatmap.Write(matrices[0] with { Values = found.Mean }, Path.Combine(work.Folder, "heatmap"), new() { Title = $"{work.Analysis.Name}, mean over {found.Seeds} seeds" });
        return new() { Results = new JsonObject { ["withWindow"] = found.WithWindow, ["overlap"] = found.Overlap, ["meanSpread"] = found.MeanSpread } };
    }

    public static WindowStability Read(string folder) => AnalysisWork.ReadJson<WindowStability>(folder, FileName);
}
