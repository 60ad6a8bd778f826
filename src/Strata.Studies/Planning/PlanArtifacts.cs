using Strata.Studies.Analyses;
using Strata.Studies.Storage;

namespace Strata.Studies.Planning;

/// <summary>The artifact folders that a plan comes to.</summary>
public static class PlanArtifacts
{
    public static Artifact Artifact(this PlannedModel model) => new(ArtifactKind.Model, model.Name, model.Key);

    public static Artifact Artifact(this PlannedComparison comparison) => new(ArtifactKind.Similarity, comparison.Name, comparison.Key);

    public static Artifact Artifact(this PlannedAnalysis analysis)
        => new(AnalysisKinds.Of(analysis.Kind).Folder, analysis.Name, analysis.Key);

    /// <summary>All of them, in the order of the work.</summary>
    public static IEnumerable<Artifact> Artifacts(this Plan plan) =>
    [
        .. plan.Models.Select(m => m.Artifact()),
        .. plan.Comparisons.Select(c => c.Artifact()),
        .. plan.Analyses.Select(a => a.Artifact()),
    ];
}
