using System.CommandLine;
using Strata.Studies.Reporting;
using Strata.Studies.Running;
using Strata.Studies.Slurm;
using Strata.Studies.Storage;

namespace Strata.Cli.Commands;

/// <summary><c>strata status</c>: what of a study is done, running, left, damaged and failed.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A study's output folder." };
        var json = new Option<bool>("--json") { Description = "One JSON object." };
        var command = new Command("status",
            "Says what of a study is done, running, left, damaged, and failed and why. Reads all results, so that damage shows.\n\n"
            + "Example: strata status out/quickstart") { directory, json };
        command.SetAction(parsed =>
        {
            var store = new ArtifactStore(parsed.GetValue(directory)!);
            StudyStatus status = StudyStatus.Read(store) with { Slurm = SlurmStatus.Of(store) };
            if (parsed.GetValue(json)) Console.WriteLine(status.ToJson());
            else Write(status);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(StudyStatus status)
    {
        foreach (ArtifactStatus artifact in status.Artifacts.Where(a => a.State is not (ArtifactState.Done or ArtifactState.Failed)))
            Console.WriteLine(
                $"{artifact.State.ToString().ToLowerInvariant(),-7}  "
                + $"{artifact.Artifact}{(artifact.Detail is null ? "" : $": {artifact.Detail}")}");
        foreach (FailureCause cause in FailureCause.Of(status.Failures)) Console.WriteLine($"failed   {cause}");
        foreach (string note in status.Notes) Console.WriteLine($"note: {note}");
        Console.WriteLine(
            $"{status.Study}: {status.Count(ArtifactState.Done)} of {status.Artifacts.Count} done, {status.Count(ArtifactState.Running)} "
            + $"running, {status.Count(ArtifactState.Left)} left, {status.Count(ArtifactState.Damaged)} damaged, "
            + $"{status.Count(ArtifactState.Failed)} failed");
        if (status.Slurm is { } slurm) Write(slurm);
        if (status.SecondsLeft is { } left)
            Console.WriteLine($"about {ProgressState.Readable(TimeSpan.FromSeconds(left))} left at this pace");
        Console.WriteLine(status.Runs.Count == 0 ? "no run is at work" : $"at work: {string.Join("; ", status.Runs)}");
    }

    private static void Write(SlurmStatus slurm)
    {
        if (slurm.Problem is { } problem)
        {
            Console.WriteLine($"slurm: cannot be asked: {problem}");
            return;
        }
        foreach (string ended in slurm.Ended) Console.WriteLine($"ended    {ended}");
        string nodes = slurm.Nodes.Count > 0 ? $" on {string.Join(", ", slurm.Nodes)}" : "",
            reasons = slurm.Reasons.Count > 0 ? $" ({string.Join(", ", slurm.Reasons)})" : "";
        Console.WriteLine($"slurm: {slurm.Running} tasks running{nodes}, {slurm.Waiting} waiting{reasons}, "
            + $"{slurm.Ended.Count} ended without their results");
    }
}
