using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Analysis;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>Accuracy of a model that loses residual branches: collapse.json. Models without residual connections have none.</summary>
internal sealed class CollapseKind : AnalysisKind
{
    private const string FileName = "collapse.json";

    public override string Name => Study.Collapse;
    public override string Plural => "collapse curves";
    public override string Absence => "no model has residual connections, without which no block can be left out";

    /// <inheritdoc/>
    /// <remarks>One forward pass, and for every branch what comes after it: a third of the network on average.</remarks>
    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
        => planning.Models.Where(m => m.Spec.Graph.Branches.Count > 0).Select(m => AnalysisPlanning.OfModel(this, m, new { },
            (1 + m.Spec.Graph.Branches.Count / 3.0) * m.Spec.MultiplyAdds * planning.Data.Test.Count));

    public override Findings Execute(AnalysisWork work)
    {
        using TrainedModel model = work.OpenModel();
        LayerCollapse collapse = LayerCollapse.Of(model, progress: work.Share("images"), stop: work.Stop);
        work.WriteJson(collapse, FileName);
        return new() { Results = new JsonObject { ["accuracy"] = collapse.Accuracy } };
    }

    public static LayerCollapse Read(string folder) => AnalysisWork.ReadJson<LayerCollapse>(folder, FileName);
}
