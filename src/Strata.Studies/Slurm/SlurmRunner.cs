using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Slurm;

/// <summary>Hands what is missing of a plan to Slurm, as job arrays that wait for each other, and leaves the rest to it.</summary>
/// <param name="strata">How this program is called.</param>
/// <param name="folder">Where the study's paths begin.</param>
internal sealed class SlurmRunner(Plan plan, ArtifactStore store, SlurmOptions options, int threads, IReadOnlyList<string> strata,
    string folder)
{
    private readonly SlurmFolder _files = new(store);
    private int _given;

    /// <param name="wanted">Steps that are to be done, in the plan's order; those in the queue already are left alone.</param>
    public SlurmSubmission Submit(IReadOnlyList<PlannedStep> wanted)
    {
        // The job that does a step.
        var jobs = new Dictionary<string, string>();
        foreach ((SubmittedJob job, int index, QueuedTask? task) in SlurmTasks.Of(_files))
            if (task?.IsLive == true) foreach (string id in job.Tasks[index]) jobs[id] = job.Id;
        int queued = wanted.Count(step => jobs.ContainsKey(step.Id));
        PlannedStep[] left = [.. wanted.Where(step => !jobs.ContainsKey(step.Id))];
        if (left.Length == 0) return new(0, 0, 0, queued, _files.Root);

        Directory.CreateDirectory(_files.Logs);
        int number = _files.LastNumber(), first = number, tasks = 0;
        foreach (JobArray array in JobArrays.Of(left, threads, SlurmCommands.LargestArray()))
        {
            string name = $"{++number}-{array.Name}";
            string list = _files.Write($"{name}.tasks", string.Concat(array.Tasks.Select(
                task => string.Join('\t', task.Select(step => step.Id)) + "\n")));
            string script = _files.Write($"{name}.sh", JobScript.OfArray($"{plan.Study}-{array.Name}", array, options, folder,
                Log(name, "%A_%a"), list, [.. strata, "work", store.Root, "--threads", $"{array.Cpus}"]));
            HashSet<string> after = [.. array.Tasks.SelectMany(task => task).SelectMany(step => step.Needs)
                .Where(jobs.ContainsKey).Select(need => jobs[need])];
            string id = Give(script, after, [.. array.Tasks.Select(task => task.Select(step => step.Id).ToArray())]);
            foreach (PlannedStep step in array.Tasks.SelectMany(task => task)) jobs[step.Id] = id;
            tasks += array.Tasks.Count;
        }
        string page = $"{++number}-page";
        Give(_files.Write($"{page}.sh", JobScript.OfCommand($"{plan.Study}-page", options, folder, Log(page, "%j"),
            [.. strata, "report", store.Root])), jobs.Values.ToHashSet(), []);
        return new(number - first, tasks, left.Length, queued, _files.Root);
    }

    private string Log(string name, string task) => Path.Combine(_files.Logs, $"{name}.{task}.txt");

    private string Give(string script, HashSet<string> after, IReadOnlyList<IReadOnlyList<string>> tasks)
    {
        string id;
        try
        {
            id = SlurmCommands.Submit(script, after);
        }
        catch (StrataException refused) when (_given > 0)
        {
            string taken = $"{_given} jobs before it were taken, and the same command gives the rest";
            throw new StrataException($"{refused.Message}; {taken}", refused);
        }
        _given++;
        _files.Add(new(id, Path.GetFileName(script), tasks, DateTimeOffset.UtcNow));
        return id;
    }
}
