using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Work;

/// <summary>
/// Takes over results that other studies have made: what has the same name and content key is the same result. Files are linked, since
/// nothing changes them in place.
/// </summary>
internal static class Borrowing
{
    /// <summary>What is missing and whole elsewhere, in the order of the work, with who has it.</summary>
    /// <param name="plan">What is wanted. Analyses of families are left to be made: they depend on who learned.</param>
    /// <param name="to">Where it is missing.</param>
    /// <param name="from">Where it may be.</param>
    /// <param name="progress">Told the share of what is wanted that was looked for.</param>
    public static IEnumerable<(Artifact Artifact, ArtifactStore Owner)> Find(Plan plan, ArtifactStore to,
        IReadOnlyList<ArtifactStore> from, IProgress<double> progress, CancellationToken stop)
    {
        var families = plan.Analyses.Where(analysis => analysis.OfFamily).Select(analysis => analysis.Artifact()).ToHashSet();
        Artifact[] wanted = [.. plan.Artifacts().Where(artifact => !families.Contains(artifact) && !to.Has(artifact))];
        foreach (var (index, artifact) in wanted.Index())
        {
            stop.ThrowIfCancellationRequested();
            progress.Report((double)index / wanted.Length);
            ArtifactStore? owner = from.FirstOrDefault(store => store.Has(artifact)
                && store.Check(artifact).Health == ArtifactHealth.Whole);
            if (owner is not null) yield return (artifact, owner);
        }
    }

    /// <summary>Takes one of them; false where another run is making it.</summary>
    public static bool Take(Artifact artifact, ArtifactStore owner, ArtifactStore to)
    {
        try
        {
            using WorkingFolder working = WorkingFolder.OpenEmpty(to, artifact);
            foreach (string file in Directory.EnumerateFiles(owner.FolderOf(artifact)))
                FileLink.LinkOrCopy(file, Path.Combine(working.Path, Path.GetFileName(file)));
            if (!working.IsComplete()) return false;
            working.Publish();
            return true;
        }
        catch (HeldException)
        {
            return false;
        }
    }
}
