using Strata.Similarity;

namespace Strata.Studies.Planning;

/// <summary>The artifact folders that a plan comes to.</summary>
public static class PlanArtifacts
{
    public static Artifact Artifact(this PlannedModel model) => new(ArtifactKind.Model, model.Name, model.Key);

    public static Artifact Artifact(this PlannedComparison comparison) => new(ArtifactKind.Similarity, comparison.Name, comparison.Key);

    public static Artifact Artifact(this PlannedAnalysis analysis)
        => new(ArtifactKind.OfAnalysis(analysis.Kind), analysis.Name, analysis.Key);

    /// <summary>What the steps of a comparison's shards leave for it; none where its passes stay together.</summary>
    internal static IEnumerable<(Shard Shard, Artifact Artifact)> Sums(this PlannedComparison comparison, StudySimilarity similarity)
    {
        int count = similarity.Shards;
        return count == 1 ? [] : Enumerable.Range(1, count).Select(number => (new Shard(number, count),
            new Artifact(ArtifactKind.Sums, $"{comparison.Name}-{number}of{count}", comparison.Key)));
    }

    /// <summary>The results, in the order of the work.</summary>
    public static IEnumerable<Artifact> Artifacts(this Plan plan) => plan.Needs().Select(a => a.Artifact);

    /// <summary>Some artifacts and all that they are made from, in the order of the work.</summary>
    internal static IEnumerable<(Artifact Artifact, IReadOnlyList<Artifact> Needs)> Ancestry(this Plan plan, IReadOnlySet<Artifact> some)
    {
        var wanted = some.ToHashSet();
        var found = new List<(Artifact Artifact, IReadOnlyList<Artifact> Needs)>();
        foreach ((Artifact Artifact, IReadOnlyList<Artifact> Needs) each in plan.Work().Reverse())
        {
            if (!wanted.Contains(each.Artifact)) continue;
            wanted.UnionWith(each.Needs);
            found.Add(each);
        }
        found.Reverse();
        return found;
    }

    /// <summary>The results in the order of the work, each with those that it is made from.</summary>
    public static IEnumerable<(Artifact Artifact, IReadOnlyList<Artifact> Needs)> Needs(this Plan plan)
        => plan.Work().Where(made => made.Artifact.Kind != ArtifactKind.Sums)
            .Select(made => (made.Artifact, (IReadOnlyList<Artifact>)[.. made.Needs.Where(need => need.Kind != ArtifactKind.Sums)]));

    /// <summary>The same with what steps leave for others.</summary>
    internal static IEnumerable<(Artifact Artifact, IReadOnlyList<Artifact> Needs)> Work(this Plan plan)
    {
        var models = plan.Models.ToDictionary(m => m.Name, m => m.Artifact());
        IReadOnlyList<Artifact> Models(PlannedComparison comparison) => [models[comparison.A], models[comparison.B]];
        IEnumerable<Artifact> Sums(PlannedComparison comparison) => comparison.Sums(plan.Similarity).Select(sums => sums.Artifact);
        return
        [
            .. plan.Models.Select(m => (m.Artifact(), (IReadOnlyList<Artifact>)[])),
            .. plan.Comparisons.SelectMany(c => Sums(c).Select(sums => (sums, Models(c)))),
            .. plan.Comparisons.Select(c => (c.Artifact(), (IReadOnlyList<Artifact>)[.. Models(c), .. Sums(c)])),
            .. plan.Analyses.Select(a => (a.Artifact(), (IReadOnlyList<Artifact>)[.. a.Inputs.Values])),
        ];
    }
}
