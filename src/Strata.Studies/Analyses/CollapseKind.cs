using System.Text.Json.Nodes;
using Strata.Activations;
using Strata.Analysis;
using Strata.Report;
using Strata.Similarity;
using Strata.Studies.Planning;

namespace Strata.Studies.Analyses;

/// <summary>Accuracy of a model that loses residual branches: collapse.json. Models without residual connections have none.</summary>
internal sealed class CollapseKind : AnalysisKind
{
    private const string FileName = "collapse.json";

    public override string Name => Study.Collapse;
    public override string Plural => "collapse curves";
    public override string Absence => "no model has residual connections, without which no block can be left out";

    public override string? GraphProblem(PlannedGraph graph, int classes) => "a graph is looked at, not changed: no branch is left out";

    /// <inheritdoc/>
    /// <remarks>One forward pass, and for every branch what comes after it: a third of the network on average.</remarks>
    public override IEnumerable<PlannedAnalysis> Plan(AnalysisPlanning planning)
    {
        CollapseOptions options = planning.Study.BranchCollapse;
        int examples = Math.Min(options.MaxExamples ?? int.MaxValue, planning.Data.Test.Count);
        return planning.Models.Where(m => m.Spec?.Graph.Branches.Count > 0).Select(m => AnalysisPlanning.OfModel(this, m, options,
            (1 + m.OwnSpec().Graph.Branches.Count / 3.0) * m.MultiplyAddsPerImage * examples));
    }

    public override Findings Execute(AnalysisWork work)
    {
        using TrainedModel model = work.OpenNetwork();
        LayerCollapse collapse = LayerCollapse.Of(model, work.Options<CollapseOptions>(), progress: work.Share("images"), stop: work.Stop);
        work.WriteJson(collapse, FileName);
        return new() { Results = new JsonObject { ["accuracy"] = collapse.Accuracy } };
    }

    public override IEnumerable<Exhibit> Show(PlannedAnalysis analysis, string folder, SimilarityMatrix? own)
    {
        LayerCollapse collapse = AnalysisWork.ReadJson<LayerCollapse>(folder, FileName);
        if (own is not null) yield return LayerCurves.Of(collapse, own.LayersB) with { Models = analysis.Models };
        yield return Chart(collapse) with { Name = $"collapse-{analysis.Name}", Models = analysis.Models };
    }

    /// <summary>What a network does without, for the first sentences of the page.</summary>
    public static IReadOnlyList<ExpendableBranches> Expendable(string folder)
    {
        LayerCollapse collapse = AnalysisWork.ReadJson<LayerCollapse>(folder, FileName);
        return [.. collapse.Stages.Select(stage
            => new ExpendableBranches(stage.Stage, stage.Expendable(collapse.Accuracy), stage.Accuracy.Length - 1))];
    }

    /// <summary>
    /// A line for each stage: accuracy against the first residual branch that is deleted, its place among all of the network.
    /// </summary>
    internal static Chart Chart(LayerCollapse collapse)
    {
        var series = new List<ChartSeries>();
        int first = 0;
        foreach (StageCollapse stage in collapse.Stages)
        {
            int start = first;
            series.Add(new($"stage {stage.Stage}",
                [.. stage.Accuracy.Select((accuracy, branch) => ((double)(start + branch), 100 * accuracy))])
            { Marked = true });
            first += stage.Accuracy.Length - 1;
        }
        series.Add(new("all branches", [(0, 100 * collapse.Accuracy), (first, 100 * collapse.Accuracy)]) { Dashed = true, Colour = 6 });
        return new()
        {
            Title = "collapse",
            XLabel = "residual branches before the first deleted one of its stage",
            YLabel = "test accuracy, %",
            FromZero = true,
            Series = series,
        };
    }
}
