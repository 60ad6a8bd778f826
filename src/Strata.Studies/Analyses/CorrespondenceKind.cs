using System.Text.Json.Nodes;
using Strata.Analysis;
using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>Which layers of two models do the same, for every pair of different models that is compared: correspondence.json.</summary>
internal sealed class CorrespondenceKind : AnalysisKind
{
    private const string FileName = "correspondence.json";

    public override string Name => Study.Correspondence;
    public override string Plural => "correspondences";
    public override string Absence => "similarity.across finds no two models to compare";
    public override bool Light => true;

    public override string? Problem(Study study)
        => study.Similarity.Across == Across.None
        ? "correspondence is found between models, which similarity.across does not compare" : null;

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        foreach (PlannedComparison comparison in planning.Comparisons.Where(c => c.A != c.B))
        {
            PlannedAnalysis? a = planning.Find(Study.Blocks, comparison.A), b = planning.Find(Study.Blocks, comparison.B);
            var inputs = new Dictionary<string, Artifact> { ["similarity"] = comparison.Artifact() };
            if (a is not null) inputs["blocksA"] = a.Artifact();
            if (b is not null) inputs["blocksB"] = b.Artifact();
            yield return new()
            {
                Kind = Name,
                Name = comparison.Name,
                Key = ContentKey.Of(Name, new JsonObject([.. inputs.Select(i => KeyValuePair.Create(i.Key, (JsonNode?)i.Value.Key))])),
                Title = $"correspondence of {comparison.Name}",
                Inputs = inputs,
                Models = [comparison.A, comparison.B],
                Options = [],
            };
        }
    }

    public override Findings Execute(AnalysisWork work)
    {
        SimilarityMatrix matrix = SimilarityFolder.Read(work.Inputs["similarity"]);
        Correspondence found = Correspondence.Of(matrix.Values, Window(work, "blocksA"),
            Window(work, "blocksB")) with
        { ExamplesHash = matrix.ExamplesHash };
        work.WriteJson(found, FileName);
        return new()
        {
            Results = new JsonObject
            {
                ["depthCorrelationA"] = found.DepthCorrelationA,
                ["depthCorrelationB"] = found.DepthCorrelationB,
                ["meanInside"] = found.MeanInside,
                ["meanOutside"] = found.MeanOutside
            }
        };
    }

    public static Correspondence Read(string folder) => AnalysisWork.ReadJson<Correspondence>(folder, FileName);

    private static (int First, int Last)? Window(AnalysisWork work, string role)
        => work.Inputs.TryGetValue(role, out string? folder) && BlocksKind.Read(folder) is { LargeWindow: true } block
        ? (block.First!.Value, block.Last!.Value) : null;
}
