using System.CommandLine;
using Strata.Studies.Slurm;
using Strata.Studies.Storage;

namespace Strata.Cli.Commands;

/// <summary><c>strata cancel</c>: takes a study's jobs out of the cluster's queue.</summary>
internal static class CancelCommand
{
    public static Command Create()
    {
        var output = new Argument<string>("OUT") { Description = "A study's output folder." };
        var command = new Command("cancel",
            "Stops a study's jobs on Slurm: those that run save what they have. 'strata run' goes on from there.\n\n"
            + "Example: strata cancel out/width-by-data") { output };
        command.SetAction(parsed =>
        {
            int jobs = SlurmJobs.Cancel(new ArtifactStore(parsed.GetValue(output)!));
            Console.WriteLine(jobs == 0 ? "no job of the study is in the queue"
                : $"{jobs} job{(jobs == 1 ? "" : "s")} cancelled; what was begun is saved");
            return ExitCode.Done;
        });
        return command;
    }
}
