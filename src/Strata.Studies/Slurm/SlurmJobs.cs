using Strata.Runtime;
using Strata.Studies.Storage;

namespace Strata.Studies.Slurm;

/// <summary>A study's jobs as a whole.</summary>
public static class SlurmJobs
{
    /// <summary>Takes all that wait or run out of the queue; what runs saves first.</summary>
    /// <returns>How many jobs.</returns>
    /// <exception cref="StrataException">The study was never given to Slurm, or Slurm does not answer.</exception>
    public static int Cancel(ArtifactStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        IReadOnlyList<SubmittedJob> jobs = new SlurmFolder(store).Jobs();
        if (jobs.Count == 0) throw new StrataException($"{Foreign.Path(store.Root)}: no job of this study was given to Slurm");
        var live = SlurmCommands.Queue().Where(task => task.IsLive).Select(task => task.Job).ToHashSet();
        string[] ours = [.. jobs.Select(job => job.Id).Where(live.Contains)];
        if (ours.Length > 0) SlurmCommands.Cancel(ours);
        return ours.Length;
    }
}
