using Strata.Activations;
using Strata.Analysis;
using Strata.Report;
using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>The share of zeros behind every ReLU, and of what GELU or SiLU keep below, over the test split: sparsity.json.</summary>
internal sealed class SparsityKind : AnalysisKind
{
    private const string FileName = "sparsity.json";

    public override string Name => Study.Sparsities;
    public override string Plural => "sparsities";

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
        => planning.Models.Where(m => m.Layers.Any(Sparsity.Rectifies))
        .Select(m => AnalysisPlanning.OfModel(this, m, new { }, (double)m.MultiplyAddsPerImage * planning.Data.Test.Count));

    public override Findings Execute(AnalysisWork work)
    {
        using IClassifier source = work.OpenModel();
        work.WriteJson(Sparsity.Of(source, progress: work.Share("images"), stop: work.Stop), FileName);
        return new();
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
        => own is null ? []
            : [LayerCurves.Of(AnalysisWork.ReadJson<Sparsity>(folder, FileName), own.LayersB) with { Models = analysis.Models }];
}
