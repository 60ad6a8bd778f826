using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Arrays;
using Strata.Models;
using Strata.Report;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>
/// What of the block structure stays when only the seed changes: stability.json, mean.npy, sd.npy, layers.json, and both as heatmaps.
/// </summary>
internal sealed class StabilityKind : AnalysisKind
{
    private const string FileName = "stability.json", MeanFile = "mean.npy", SpreadFile = "sd.npy", LayersFile = "layers.json";

    public override string Name => Study.Stability;
    public override string Plural => "comparisons of seeds";
    public override string Absence => "no two networks differ in their seed alone";
    public override bool Light => true;
    public override bool OfFamily => true;

    public override string? Problem(Study study)
        => study.Analyses.Contains(Study.Blocks) ? null
        : "stability compares the windows that the analysis blocks finds, which is not asked for";

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        foreach (IGrouping<string, PlannedModel> seeds in planning.Models.GroupBy(Planner.WithoutSeed).Where(g => g.Count() > 1))
        {
            var inputs = new Dictionary<string, Artifact>();
            foreach (PlannedModel model in seeds)
            {
                if (planning.Within(model) is not { } within || planning.Find(Study.Blocks, model.Name) is not { } blocks) continue;
                inputs[model.Name] = model.Artifact();
                inputs[SimilarityOf(model.Name)] = within.Artifact();
                inputs[BlocksOf(model.Name)] = blocks.Artifact();
            }
            if (inputs.Count < 6) continue;
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
        var family = Family.Of(work, name => [SimilarityOf(name), BlocksOf(name)]);
        IReadOnlyList<string> names = family.Members;
        if (names.Count < 2) return family.TooFew;
        SimilarityMatrix[] matrices = [.. names.Select(name => SimilarityFolder.Read(work.Inputs[SimilarityOf(name)]))];
        ExampleOrder.RequireSame(names.Zip(matrices, (name, matrix) => (name, (string?)matrix.ExamplesHash)));
        BlockStructure[] verdicts = [.. names.Select(name => BlocksKind.Read(work.Inputs[BlocksOf(name)]))];
        WindowStability found = WindowStability.Of([.. matrices.Select(m => m.Values)], verdicts);
        NpyFile.Write(Path.Combine(work.Folder, MeanFile), found.Mean);
        NpyFile.Write(Path.Combine(work.Folder, SpreadFile), found.Spread);
        LayerList.Write(Path.Combine(work.Folder, LayersFile), matrices[0].LayersA);
        var json = (JsonObject)JsonSerializer.SerializeToNode(found, StudyJson.File)!;
        json["models"] = JsonSerializer.SerializeToNode(names, StudyJson.File);
        work.WriteJson(json, FileName);
        Heatmap.WriteSeeds(found, matrices[0].LayersA, work.Analysis.Name, Path.Combine(work.Folder, "heatmap"));
        return new()
        {
            LeftOut = family.LeftOut,
            Results = new JsonObject
            {
                ["withWindow"] = found.WithWindow,
                ["overlap"] = found.Overlap,
                ["meanSpread"] = found.MeanSpread
            }
        };
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
    {
        StabilityContent found = Read(folder, analysis.Models);
        foreach (LayerMap map in SeedMaps.Of(found.Stability, found.Layers, found.Models, analysis.Name)) yield return map;
        yield return SeedMaps.Windows(found.Stability, found.Models);
    }

    /// <param name="models">Names of the seeds' models, where the file does not say which of them took part.</param>
    public static StabilityContent Read(string folder, IReadOnlyList<string> models)
    {
        models = Family.MembersIn(folder, FileName) ?? models;
        IReadOnlyList<LayerInfo> layers = LayerList.Read(Path.Combine(folder, LayersFile));
        return new(models, AnalysisWork.ReadJson<WindowStability>(folder, FileName) with
        {
            Mean = Matrix(MeanFile),
            Spread = Matrix(SpreadFile)
        }, layers);

        double[,] Matrix(string name)
        {
            double[,] values = NpyFile.ReadMatrix(Path.Combine(folder, name));
            return values.GetLength(0) == layers.Count && values.GetLength(1) == layers.Count ? values
                : throw new InvalidFileException(Path.Combine(folder, name),
                    $"is {values.GetLength(0)} × {values.GetLength(1)}, expected {layers.Count} × {layers.Count} as in {LayersFile}");
        }
    }

    private static string SimilarityOf(string model) => $"similarity of {model}";

    private static string BlocksOf(string model) => $"blocks of {model}";
}
