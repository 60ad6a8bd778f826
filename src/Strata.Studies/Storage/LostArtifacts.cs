using Strata.Studies.Planning;

namespace Strata.Studies.Storage;

/// <summary>What of a plan no run will make: what diverged, and what needs it.</summary>
internal static class LostArtifacts
{
    /// <param name="has">Whether an artifact is there.</param>
    public static IReadOnlySet<Artifact> Of(Plan plan, ArtifactStore store, Func<Artifact, bool> has)
    {
        var lost = new HashSet<Artifact>();
        // They go on without those that are lost.
        var families = plan.Analyses.Where(a => a.OfFamily).Select(a => a.Artifact()).ToHashSet();
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in plan.Work())
        {
            if (has(artifact)) continue;
            if (store.FailureOf(artifact) is { Diverged: not null } || !families.Contains(artifact) && needs.Any(lost.Contains))
                lost.Add(artifact);
        }
        return lost;
    }
}
