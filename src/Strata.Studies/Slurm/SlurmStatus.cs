using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Slurm;

/// <summary>How a study's jobs are doing.</summary>
/// <param name="Running">Tasks at work.</param>
/// <param name="Waiting">Tasks in the queue.</param>
/// <param name="Reasons">Why they wait, in Slurm's words.</param>
/// <param name="Nodes">Where tasks run.</param>
/// <param name="Ended">Tasks that ended without all of their results, a sentence each.</param>
/// <param name="Problem">Why Slurm cannot be asked, or null.</param>
public sealed record SlurmStatus(int Running, int Waiting, IReadOnlyList<string> Reasons, IReadOnlyList<string> Nodes,
    IReadOnlyList<string> Ended, string? Problem)
{
    /// <summary>Null for a study that was never given to Slurm.</summary>
    /// <exception cref="InvalidFileException">The list of its jobs is damaged.</exception>
    public static SlurmStatus? Of(ArtifactStore store)
    {
        var files = new SlurmFolder(store);
        if (files.Jobs().Count == 0) return null;
        IReadOnlyList<(SubmittedJob Job, int Index, QueuedTask? Task)> tasks;
        try
        {
            tasks = SlurmTasks.Of(files);
        }
        catch (StrataException silent)
        {
            return new(0, 0, [], [], [], silent.Message);
        }
        QueuedTask[] live = [.. tasks.Select(each => each.Task).OfType<QueuedTask>().Where(task => task.IsLive)];
        var steps = Plan.Parse(store.PlanFile).Steps.ToDictionary(step => step.Id);
        // What a later job is about to do, or has done, is no loss.
        var taken = tasks.Where(each => each.Task?.IsLive == true).SelectMany(each => each.Job.Tasks[each.Index]).ToHashSet();
        bool IsLost(string id) => steps.TryGetValue(id, out PlannedStep? step) && !taken.Contains(id) && !step.Makes.All(store.Has);
        var told = new HashSet<string>();
        var ended = new List<string>();
        // The latest attempt says why.
        foreach ((SubmittedJob job, int index, QueuedTask? task) in tasks.Reverse())
            if (job.Tasks[index].Where(IsLost).Where(told.Add).ToList() is [var first, .. var others])
            {
                string more = others.Count > 0 ? $" and {others.Count} more" : "";
                ended.Add($"{job.Id}_{index} ({first}{more}): {Words(files, job, index, task)}");
            }
        ended.Reverse();
        return new(live.Count(task => task.Runs), live.Count(task => !task.Runs),
            [.. live.Where(task => !task.Runs).Select(task => task.Reason).Where(reason => reason.Length > 0).Distinct().Order()],
            [.. live.Where(task => task.Runs).Select(task => task.Node).Distinct().Order()], ended, null);
    }

    private static string Words(SlurmFolder files, SubmittedJob job, int index, QueuedTask? task)
    {
        string log = Path.Combine(files.Logs, $"{Path.GetFileNameWithoutExtension(job.Script)}.{job.Id}_{index}.txt");
        bool memory = task?.State.StartsWith("OUT_OF_MEMORY", StringComparison.Ordinal) == true;
        string? why = memory ? "--memory asks for more" : TaskLog.Why(log);
        string words = task is not null
            ? $"{task.State}{(task.Node.Length > 0 ? $" on {task.Node}" : "")}{(task.Reason.Length > 0 ? $", {task.Reason}" : "")}"
            : why is null ? "ended, and Slurm does not say how any more" : "ended";
        return File.Exists(log) ? $"{words}{(why is null ? "" : $"; {why}")}; {Path.GetRelativePath(files.Root, log)}"
            : task is null || task.State.StartsWith("CANCELLED", StringComparison.Ordinal) ? words
            : $"{words}; it left no log: nodes may not see {Foreign.Path(files.Logs)}";
    }
}
