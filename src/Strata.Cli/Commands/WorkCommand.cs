using System.CommandLine;
using Strata.Runtime;
using Strata.Studies.Running;
using Strata.Studies.Storage;

namespace Strata.Cli.Commands;

/// <summary><c>strata work</c>: steps of a plan, done wherever its folder is seen.</summary>
internal static class WorkCommand
{
    private const string Example = "Example: strata work out/quickstart --step model-thumbs-resnet14-1x-s0-3f9a1c";

    public static Command Create()
    {
        var output = new Argument<string>("OUT") { Description = "A study's output folder." };
        var steps = new Option<string[]>("--step")
        {
            Description = "A step of OUT/plan.json; several share the threads.",
            HelpName = "ID",
            Required = true,
        };
        Option<int?> threads = CommonOptions.Threads();
        var command = new Command("work",
            "Does steps of a study's plan: what they make, unless it is there already or another process makes it. Any machine that sees "
            + $"the folder may do so; 'strata run' writes the plan.\n\n{Example}") { output, steps, threads };
        command.SetAction((parsed, stop) =>
        {
            var store = new ArtifactStore(parsed.GetValue(output)!);
            string[] ids = parsed.GetValue(steps)!;
            RunOutcome outcome;
            using IDisposable saving = StopSignals.Saving();
            using (ProgressDisplay display = ProgressDisplay.Start(parsed, ids.Length == 1 ? ids[0] : $"{ids.Length} steps"))
            {
                outcome = StepRun.Execute(store, ids, parsed.GetValue(threads) ?? Threads.Available(),
                    WorkerLaunch.Self(WorkerCommand.Name), new RunProgress(display), stop);
            }
            if (outcome.Stopped)
                throw new InterruptedException($"Interrupted: {outcome.Made} results made, {outcome.Left} left; what was begun is saved.");
            foreach (FailureCause cause in FailureCause.Of(outcome.Failures)) Console.Error.WriteLine(cause);
            Console.WriteLine($"{outcome.Made} results made, {outcome.Kept} were there");
            return Task.FromResult(outcome.Failures.Count > 0 ? ExitCode.Failed : ExitCode.Done);
        });
        return command;
    }
}
