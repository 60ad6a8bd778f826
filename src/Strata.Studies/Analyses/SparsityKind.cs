using Strata.Activations;
using Strata.Analysis;
using Strata.Models;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>The share of zeros behind every ReLU, over the test split: sparsity.json.</summary>
internal sealed class SparsityKind : AnalysisKind
{
    private const string FileName = "sparsity.json";

    public override string Name => Study.Sparsities;
    public override string Plural => "sparsities";

    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
        => planning.Models.Select(m => AnalysisPlanning.OfModel(this, m, new { }, (double)m.Spec.MultiplyAdds * planning.Data.Test.Count));

    public override Findings Execute(AnalysisWork work)
    {
        using TrainedModel source = work.OpenModel();
        work.WriteJson(Sparsity.Of(source, progress: work.Share("images"), stop: work.Stop), FileName);
        return new();
    }

    /// <summary>Of the given layers; NaN for those that are no ReLU.</summary>
    public static double[] Read(string folder, IReadOnlyList<LayerInfo> layers)
    {
        Sparsity sparsity = AnalysisWork.ReadJson<Sparsity>(folder, FileName);
        var zeros = sparsity.Layers.Zip(sparsity.Zeros).ToDictionary(p => p.First.Name, p => p.Second);
        return [.. layers.Select(l => zeros.GetValueOrDefault(l.Name, double.NaN))];
    }
}
