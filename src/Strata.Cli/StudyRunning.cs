using System.CommandLine;
using System.Diagnostics;
using Strata.Cli.Commands;
using Strata.Runtime;
using Strata.Studies;
using Strata.Studies.Planning;
using Strata.Studies.Reporting;
using Strata.Studies.Running;
using Strata.Studies.Slurm;
using Strata.Studies.Storage;

namespace Strata.Cli;

/// <summary>How a study is run: here, on a cluster, or only told; with the options for it.</summary>
internal sealed class StudyRunning
{
    private const string Local = "local", Cluster = "slurm";

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Shows what there is to do and about how long it takes here, and writes nothing.",
    };

    private readonly Option<int?> _machines = new("--machines")
    {
        Description = "With --dry-run: as if so many machines like this one shared the work.",
        HelpName = "N",
    };

    private readonly Option<string> _on = new("--on")
    {
        Description = "Where it is done: local, this machine; slurm, the cluster, which is given jobs and left to itself.",
        DefaultValueFactory = _ => Local,
    };

    private readonly SettingOptions<SlurmOptions> _slurm = new(new(), SlurmSettings.All, when: "With --on slurm: ");

    public StudyRunning() => _on.AcceptOnlyFromAmong(Local, Cluster);

    public void AddTo(CheckedCommand command)
    {
        foreach (Option option in (Option[])[_dryRun, _machines, _on]) command.Options.Add(option);
        command.Add(_slurm);
        command.Checks.Add(given => given.Whole(_machines) is < 1 or > 10_000
            ? [$"--machines: {given.Whole(_machines)} is not from 1 to 10000"] : []);
        command.Checks.Add(given => given.Has(_machines) && !given.Whole(_dryRun)
            ? ["--machines only goes with --dry-run: a run uses this machine"] : []);
        command.Checks.Add(given => given.Whole(_on) == Cluster ? []
            : _slurm.All.Where(given.Has).Select(alone => $"{alone.Name} only goes with --on slurm"));
    }

    /// <param name="options">The command's others.</param>
    /// <param name="read">Reads the study.</param>
    /// <param name="borrows">Whether what studies in the folders beside the output have made is taken from there.</param>
    /// <returns>The exit code.</returns>
    public int Run(ParseResult parsed, StudyOptions options, Func<Study> read, bool borrows, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        int count = options.Threads(parsed);
        bool dry = parsed.GetValue(_dryRun), cluster = parsed.GetValue(_on) == Cluster;
        Study asked = read();
        string directory = options.Folder(parsed, asked), typed = StudyOptions.Typed(parsed);
        if (!dry) new ArtifactStore(directory).Prepare(bytes: 0);
        StudyRun run;
        using (var loading = new LoadingDisplay(parsed)) run = StudyRun.Prepare(asked, directory, count, typed, loading.Options(stop));
        if (run.Change() is { IsNone: false } change)
            CommonOptions.Say(parsed)?.Invoke($"note: the study has changed since its last run: {change}");
        if (dry)
        {
            IReadOnlySet<Artifact> lent = borrows ? Beside(parsed, run, progress => run.Borrowable(progress, stop))
                : new HashSet<Artifact>();
            PlanSummary.Write(parsed, run, lent, count, parsed.GetValue(_machines) ?? 1, Console.Out);
            return ExitCode.Done;
        }
        if (borrows && Beside(parsed, run, progress => run.Borrow(progress, stop)) is > 0 and var taken)
            CommonOptions.Say(parsed)?.Invoke(
                $"note: {taken} {(taken == 1 ? "result is" : "results are")} taken from studies beside {directory}");
        return cluster ? Submit(parsed, run, directory, count, _slurm.Read(parsed), stop)
            : Execute(parsed, run, directory, count, typed, clock, stop);
    }

    private static T Beside<T>(ParseResult parsed, StudyRun run, Func<IProgress<double>, T> look)
    {
        using ProgressDisplay display = ProgressDisplay.Start(parsed, run.Plan.Study);
        return look(new DirectProgress<double>(share => display.Report(share, 1, "looking into studies beside")));
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
            : $"{Counted(submitted.Jobs, "job")} given to Slurm: {Counted(submitted.Tasks, "task")} for {Counted(submitted.Steps, "step")}"
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
                $"Interrupted: {Counted(outcome.Made, "result")} made, {outcome.Left} left; what was begun is saved. '{typed}' goes on "
                + "from there.");
        if (outcome.Failures.Count > 0)
            Console.Error.WriteLine(
                $"{outcome.Lost} of {outcome.Lost + outcome.Made + outcome.Kept} results could not be "
                + $"made:{string.Concat(FailureCause.Of(outcome.Failures).Select(cause => $"\n  {cause}"))}");
        AnswerOutput.Write(parsed, ReportFolder.Answer(run.Store.ReportFolder));
        Console.WriteLine($"{Counted(outcome.Made, "result")} made, {outcome.Kept} {(outcome.Kept == 1 ? "was" : "were")} there, in "
            + ProgressState.Readable(clock.Elapsed));
        Console.WriteLine(Path.Combine(directory, "report", "index.html"));
        return outcome.Failures.Count > 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
