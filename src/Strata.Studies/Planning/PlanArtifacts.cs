namespace Strata.Studies.Planning;

/// <summary>The artifact folders that a plan comes to.</summary>
public static class PlanArtifacts
{
    public static Artifact Artifact(this PlannedModel model) => new(ArtifactKind.Model, model.Name, model.Key);

    public static Artifact Artifact(this PlannedComparison comparison) => new(ArtifactKind.Similarity, comparison.Name, comparison.Key);

    public static Artifact Artifact(this PlannedAnalysis analysis)
        => new(ArtifactKind.OfAnalysis(analysis.Kind), analysis.Name, analysis.Key);

    /// <summary>All of them, in the order of the work.</summary>
    public static IEnumerable<Artifact> Artifacts(this Plan plan) => plan.Needs().Select(a => a.Artifact);

    /// <summary>Some artifacts and all that they are made from, in the order of the work.</summary>
    internal static IEnumerable<(Artifact Artifact, IReadOnlyList<Artifact> Needs)> Ancestry(this Plan plan, IReadOnlySet<Artifact> some)
    {
        var wanted = some.ToHashSet();
        var found = new List<(Artifact Artifact, IReadOnlyList<Artifact> Needs)>();
        foreach ((Artifact Artifact, IReadOnlyList<Artifact> Needs) each in plan.Needs().Reverse())
        {
            if (!wanted.Contains(each.Artifact)) continue;
            wanted.UnionWith(each.Needs);
            found.Add(each);
        }
        found.Reverse();
        return found;
    }

    /// <summary>All of them in the order of the work, each with those that it is made from.</summary>
    public static IEnumerable<(Artifact Artifact, IReadOnlyList<Artifact> Needs)> Needs(this Plan plan)
    {
        var models = plan.Models.ToDictionary(m => m.Name, m => m.Artifact());
        return
        [
            .. plan.Models.Select(m => (m.Artifact(), (IReadOnlyList<Artifact>)[])),
            .. plan.Comparisons.Select(c => (c.Artifact(), (IReadOnlyList<Artifact>)[models[c.A], models[c.B]])),
            .. plan.Analyses.Select(a => (a.Artifact(), (IReadOnlyList<Artifact>)[.. a.Inputs.Values])),
        ];
    }
}
