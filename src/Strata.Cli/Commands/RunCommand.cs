using System.CommandLine;
using System.Diagnostics;
using Strata.Runtime;
using Strata.Studies;
using Strata.Studies.Reporting;
using Strata.Studies.Running;
using Strata.Studies.Slurm;
using Strata.Studies.Storage;

namespace Strata.Cli.Commands;

/// <summary><c>strata run</c>: a study from its file to its page.</summary>
internal static class RunCommand
{
    private const string Local = "local", Cluster = "slurm";

    private const string Example = "Example: strata run quickstart --output out/quickstart --set training.epochs=10";

    public static Command Create()
    {
        var study = new StudyArguments("The study; 'strata schema' describes it.");
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
        var on = new Option<string>("--on")
        {
            Description = "Where it is done: local, this machine; slurm, the cluster, which is given jobs and left to itself.",
            DefaultValueFactory = _ => Local,
        };
        on.AcceptOnlyFromAmong(Local, Cluster);
        var slurm = new SettingOptions<SlurmOptions>(new(), SlurmSettings.All, when: "With --on slurm: ");
        var command = new Command("run",
            "Trains, compares and analyses the models of a study, and writes its page. Called again, it does what is "
            + $"missing.\n\n{Example}") { dryRun, machines, on };
        command.Add(slurm);
        study.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var clock = Stopwatch.StartNew();
            int count = study.Threads(parsed);
            if (parsed.GetValue(machines) is < 1 or > 10_000)
                throw new InvalidOptionsException($"--machines: {parsed.GetValue(machines)} is not from 1 to 10000");
            if (parsed.GetValue(machines) is not null && !parsed.GetValue(dryRun))
                throw new InvalidOptionsException("--machines only goes with --dry-run: a run uses this machine");
            bool cluster = parsed.GetValue(on) == Cluster;
            if (!cluster && slurm.All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } alone)
                throw new InvalidOptionsException($"{alone.Name} only goes with --on slurm");
            Study asked = study.Read(parsed);
            string directory = study.Folder(parsed, asked), typed = StudyArguments.Typed(parsed);
            if (!parsed.GetValue(dryRun)) new ArtifactStore(directory).Prepare(bytes: 0);
            StudyRun run;
            using (var loading = new LoadingDisplay(parsed)) run = StudyRun.Prepare(asked, directory, count, typed, loading.Options(stop));
            if (run.Change() is { IsNone: false } change)
                CommonOptions.Say(parsed)?.Invoke($"note: the study has changed since its last run: {change}");
            if (parsed.GetValue(dryRun))
            {
                PlanSummary.Write(parsed, run, count, parsed.GetValue(machines) ?? 1, Console.Out);
                return Task.FromResult(ExitCode.Done);
            }
            return Task.FromResult(cluster ? Submit(parsed, run, directory, count, slurm.Read(parsed), stop)
                : Execute(parsed, run, directory, count, typed, clock, stop));
        });
        return command;
    }

    private static int Submit(ParseResult parsed, StudyRun run, string directory, int threads, SlurmOptions options,
        CancellationToken stop)
    {
        SlurmSubmission? submitted;
        using (ProgressDisplay display = ProgressDisplay.Start(parsed, run.Plan.Study))
            submitted = run.Submit(options, threads, WorkerLaunch.Self(), new RunProgress(display), stop);
        if (submitted is null)
        {
            AnswerOutput.Write(parsed, ReportFolder.Answer(run.Store.ReportFolder));
            Console.WriteLine(Path.Combine(directory, "report", "index.html"));
            return ExitCode.Done;
        }
        Console.WriteLine(submitted.Jobs == 0 ? $"all {submitted.Queued} steps that are left are in the queue"
            : $"{submitted.Jobs} jobs given to Slurm: {submitted.Tasks} tasks for {submitted.Steps} steps"
                + (submitted.Queued > 0 ? $"; {submitted.Queued} more are in the queue already" : ""));
        Console.WriteLine($"scripts and logs are in {Path.Combine(directory, Path.GetFileName(submitted.Folder))}");
        Console.WriteLine($"'strata status {directory}' says how far they are, 'strata cancel {directory}' stops them");
        return ExitCode.Done;
    }

    private static int Execute(ParseResult parsed, StudyRun run, string directory, int threads, string typed, Stopwatch clock,
        CancellationToken stop)
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
                + $"made:{string.Concat(FailureCause.Of(outcome.Failures).Select(cause => $"\n  {cause}"))}");
        AnswerOutput.Write(parsed, ReportFolder.Answer(run.Store.ReportFolder));
        Console.WriteLine($"{outcome.Made} results made, {outcome.Kept} were there, in {ProgressState.Readable(clock.Elapsed)}");
        Console.WriteLine(Path.Combine(directory, "report", "index.html"));
        return outcome.Failures.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }
}
