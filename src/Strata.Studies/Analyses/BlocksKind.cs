using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>
/// The verdict on a model's block structure, from its similarity and, where they are computed, its components: blocks.json.
/// </summary>
internal sealed class BlocksKind : AnalysisKind
{
    private const string FileName = "blocks.json";

    public override string Name => Study.Blocks;
    public override string Plural => "verdicts on blocks";
    public override bool Light => true;

    public override string? Problem(Study study)
        => study.Similarity.Within ? null : "blocks are looked for in the similarity within each model, which similarity.within leaves out";

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        foreach (PlannedModel model in planning.Models)
        {
            if (planning.Within(model) is not { } within) continue;
            PlannedAnalysis? components = planning.Find(Study.Components, model.Name);
            JsonObject options = AnalysisPlanning.Options(planning.Study.BlockThresholds);
            var inputs = new Dictionary<string, Artifact> { ["similarity"] = within.Artifact(), ["model"] = model.Artifact() };
            if (components is not null) inputs["components"] = components.Artifact();
            yield return new()
            {
                Kind = Name,
                Name = model.Name,
                Key = ContentKey.Of(Name,
                    new JsonObject
                    {
                        ["similarity"] = within.Key,
                        ["model"] = model.Key,
                        ["components"] = components?.Key,
                        ["options"] = options.DeepClone(),
                        // Raised when the same numbers are judged otherwise.
                        ["version"] = 1,
                    }),
                Title = $"blocks of {model.Label}",
                Inputs = inputs,
                Models = [model.Name],
                Options = options,
            };
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        SimilarityMatrix matrix = SimilarityFolder.Read(work.Inputs["similarity"]);
        double[]? shares = work.Inputs.TryGetValue("components", out string? components)
            ? ComponentsKind.SharesOf(components, matrix.LayersA) : null;
        BlockOptions options = work.Options<BlockOptions>() with { HasInput = matrix.LayersA[0].IsInput };
        BlockStructure structure = BlockStructure.Detect(matrix.Values, options, shares, matrix.LayersA);
        if (Learning.Problem(work.Inputs["model"]) is { } problem)
            structure = structure with { Notes = [$"no evidence about the architecture: the network {problem}", .. structure.Notes] };
        work.WriteJson(structure, FileName);
        return new() { Results = new JsonObject { ["verdict"] = structure.Verdict } };
    }

    /// <summary>The verdict of a blocks folder.</summary>
    public static BlockStructure Read(string folder) => AnalysisWork.ReadJson<BlockStructure>(folder, FileName);
}
