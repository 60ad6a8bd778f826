namespace Strata.Studies.Slurm;

/// <summary>A batch script: what Slurm is asked for, and what is to be done.</summary>
internal static class JobScript
{
    /// <summary>Seconds before the end of its time at which a task is told to save; less where its time is short.</summary>
    private const long Warning = 120;

    /// <summary>Does the steps that stand on a task's line of a file.</summary>
    /// <param name="job">Its name.</param>
    /// <param name="command">Of Strata, with the output folder: steps go behind it.</param>
    /// <param name="tasks">The file, a task a line, ids between tabs.</param>
    public static string OfArray(string job, JobArray array, SlurmOptions options, string folder, string logs, string tasks,
        IEnumerable<string> command)
    {
        long warning = options.Time.Length > 0 ? Math.Min(Warning, SlurmTime.Seconds(options.Time) / 4) : Warning;
        string most = options.Tasks > 0 ? $"%{options.Tasks}" : "",
            memory = options.Memory.Length > 0 ? options.Memory : $"{(array.Bytes >> 20) + 1}M";
        return Head(job, options, folder, logs, array.Cpus, memory) + $$"""
            #SBATCH --array=0-{{array.Tasks.Count - 1}}{{most}}
            #SBATCH --requeue
            #SBATCH --open-mode=append
            #SBATCH --signal=B:USR1@{{warning}}

            # A line of this file for each task: the steps that it does.
            IFS=$'\t' read -r -a ids < <(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" {{Quoted(tasks)}})
            steps=()
            for id in "${ids[@]}"; do steps+=(--step "$id"); done

            # Before the task is preempted, or its time is up, Slurm warns: the work is saved. Of a task that is preempted Slurm itself sees
            # to it that it is queued again; one whose time is up queues itself.
            late=
            trap 'late=1; kill -USR1 "$strata"' USR1
            trap 'kill -USR1 "$strata"' TERM
            {{string.Join(' ', command.Select(Quoted))}} "${steps[@]}" &
            strata=$!
            while :; do
                wait "$strata"
                code=$?
                kill -0 "$strata" 2>/dev/null || break
            done
            [ "$late" ] && [ "$code" -eq 130 ] && scontrol requeue "$SLURM_JOB_ID"
            exit "$code"

            """;
    }

    /// <summary>Does one command.</summary>
    public static string OfCommand(string job, SlurmOptions options, string folder, string logs, IEnumerable<string> command)
        => $"{Head(job, options, folder, logs, cpus: 1, memory: "2G")}\n{string.Join(' ', command.Select(Quoted))}\n";

    private static string Head(string job, SlurmOptions options, string folder, string logs, int cpus, string memory)
    {
        (string Option, string Value)[] asked = [("job-name", job), ("nodes", "1"), ("ntasks", "1"), ("cpus-per-task", $"{cpus}"),
            ("mem", memory), ("chdir", Quoted(folder)), ("output", Quoted(logs)), ("partition", options.Partition),
            ("account", options.Account), ("qos", options.Qos), ("time", options.Time)];
        return "#!/bin/bash\n"
            + string.Concat(asked.Where(each => each.Value.Length > 0).Select(each => $"#SBATCH --{each.Option}={each.Value}\n"));
    }

    /// <summary>A word of the shell, whatever it holds.</summary>
    private static string Quoted(string word)
        => word.All(c => char.IsAsciiLetterOrDigit(c) || "/._-%:+,".Contains(c)) ? word : $"'{word.Replace("'", "'\\''")}'";
}
