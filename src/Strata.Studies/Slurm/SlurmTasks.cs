namespace Strata.Studies.Slurm;

/// <summary>The tasks of a study, as Slurm knows them.</summary>
internal static class SlurmTasks
{
    /// <returns>
    /// Each with its job, its place in the job, and what Slurm says of it; null where Slurm knows nothing of it any more.
    /// </returns>
    public static IReadOnlyList<(SubmittedJob Job, int Index, QueuedTask? Task)> Of(SlurmFolder files)
    {
        IReadOnlyList<SubmittedJob> jobs = files.Jobs();
        if (jobs.Count == 0) return [];
        var known = new Dictionary<(string, int?), QueuedTask>();
        foreach (QueuedTask task in SlurmCommands.Queue()) known[(task.Job, task.Index)] = task;
        string[] forgotten = [.. jobs.Where(job => Enumerable.Range(0, job.Tasks.Count).Any(i => !known.ContainsKey((job.Id, i))))
            .Select(job => job.Id)];
        foreach (QueuedTask task in SlurmCommands.Past(forgotten)) known.TryAdd((task.Job, task.Index), task);
        return [.. from job in jobs
                   from index in Enumerable.Range(0, job.Tasks.Count)
                   select (job, index, known.GetValueOrDefault((job.Id, index)))];
    }
}
