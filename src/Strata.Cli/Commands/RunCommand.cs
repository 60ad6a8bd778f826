using System.CommandLine;
using Strata.Runtime;
using Strata.Studies;
using Strata.Studies.Running;
using Strata.Studies.Storage;

namespace Strata.Cli.Commands;

/// <summary><c>strata run</c>: a study from its file to its page.</summary>
internal static class RunCommand
{
    private const string Example = "Example: strata run studies/quickstart.json --output out/quickstart --set training.epochs=10";

    public static Command Create()
    {
        var file = new Argument<string>("STUDY.json") { Description = "The study; 'strata schema' describes it." };
        var output = new Option<string?>("--output") { Description = "Folder of the results [default: out/NAME].", HelpName = "DIR" };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description =
            "Shows what there is to do and about how long it takes here, and writes nothing."
        };
        var machines = new Option<int?>("--machines")
        {
            Description =
            "With --dry-run: as if so many machines like this one shared the work.",
            HelpName = "N"
        };
        var sets = new Option<string[]>("--set")
        {
            Description =
            "Puts a value into the study, such as training.epochs=2 or models[0].seeds=1.",
            HelpName = "path=value"
        };
        Option<string> precision = CommonOptions.Precision();
        precision.Description = "auto, fp32 or bf16: the same as --set training.precision=... [default: the study's].";
        precision.DefaultValueFactory = null;
        var seed = new Option<long?>("--seed") { Description = "Refused: a study names the seeds of its models, and --set puts others." };
        Option<int?> threads = CommonOptions.Threads();

        var command = new Command("run",
            "Trains, compares and analyses the models of a study, and writes its page. Called again, it does what is "
            + $"missing.\n\n{Example}") { file, output, dryRun, machines, sets, CommonOptions.NoCache, precision, seed, threads };
        command.SetAction((parsed, stop) =>
        {
            int count = parsed.GetValue(threads) ?? Threads.Available();
            if (parsed.GetValue(machines) is < 1 or > 10_000)
                throw new InvalidOptionsException($"--machines: {parsed.GetValue(machines)} is not from 1 to 10000");
            if (parsed.GetValue(machines) is not null && !parsed.GetValue(dryRun))
                throw new InvalidOptionsException("--machines only goes with --dry-run: a run uses this machine");
            if (parsed.GetValue(seed) is { } number)
                throw new InvalidOptionsException($"--seed: a study names its seeds; --set 'models[0].seeds=[{number}]' puts others");
            string[] puts = parsed.GetValue(sets) ?? [];
            if (parsed.GetValue(precision) is { } format) puts = [$"training.precision={format}", .. puts];
            Study study = StudyFile.Read(parsed.GetValue(file)!, puts);
            string directory = parsed.GetValue(output) ?? Path.Combine("out", study.Name), typed = Typed(parsed);
            OutputFiles.RequireOutside(study.Data.Source, ("--output", directory));
            if (!parsed.GetValue(dryRun)) new ArtifactStore(directory).Prepare(bytes: 0);
            StudyRun run;
            using (var loading = new LoadingDisplay(parsed)) run = StudyRun.Prepare(study, directory, count, typed, loading.Options(stop));
            if (parsed.GetValue(dryRun))
            {
                PlanSummary.Write(run, count, parsed.GetValue(machines) ?? 1, Console.Out);
                return Task.FromResult(ExitCode.Done);
            }
            return Task.FromResult(Execute(parsed, run, directory, count, typed, stop));
        });
        return command;
    }

    private static int Execute(ParseResult parsed, StudyRun run, string directory, int threads, string typed, CancellationToken stop)
    {
        RunOutcome outcome;
        using IDisposable saving = StopSignals.Saving();
        try
        {
            using ProgressDisplay display = ProgressDisplay.Start(parsed, run.Plan.Study);
            outcome = run.Execute(threads, WorkerLaunch.Self(WorkerCommand.Name), new RunProgress(display), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new InterruptedException($"Interrupted while the page was drawn; all results are saved. '{typed}' goes on from there.");
        }

        if (outcome.Stopped)
            throw new InterruptedException(
                $"Interrupted: {outcome.Made} results made, {outcome.Left} left; what was begun is saved. '{typed}' goes on from there.");
        if (outcome.Failures.Count > 0)
            Console.Error.WriteLine(
                $"{outcome.Lost} of {outcome.Lost + outcome.Made + outcome.Kept} results could not be "
                + $"made:{string.Concat(outcome.Failures.Select(f => $"\n  {f}"))}");
        Console.WriteLine(Path.Combine(directory, "report", "index.html"));
        return outcome.Failures.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>The command as it would be typed again.</summary>
    private static string Typed(ParseResult parsed)
        => string.Join(' ', parsed.Tokens.Select(t => t.Value.Any(c => !char.IsLetterOrDigit(c) && !"-_./:=,@+[]".Contains(c))
            ? $"'{t.Value.Replace("'", "'\\''")}'" : t.Value).Prepend("strata"));
}
