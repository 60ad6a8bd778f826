using System.Diagnostics;
using System.Text.Json;
using Strata.Data;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Analyses;
using Strata.Studies.Estimation;
using Strata.Studies.Planning;
using Strata.Studies.Reporting;
using Strata.Studies.Running;
using Strata.Studies.Slurm;
using Strata.Studies.Storage;
using Strata.Studies.Work;
using Strata.Training;

namespace Strata.Studies;

/// <summary>A study with its images and its output folder: ready to be shown, run and reported.</summary>
public sealed class StudyRun
{
    /// <summary>Of a page with its figures and libraries.</summary>
    private const double ReportBytes = 30e6;

    private readonly Study _study;
    private readonly int _classes, _testExamples;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private StudyRun(Study study, ImageSet images, ArtifactStore store, Plan plan)
    {
        (Store, Plan, _classes, _testExamples) = (store, plan, images.Classes.Count, images.Test.Count);
        // What defaults came to for these images, so that study.json leaves nothing open.
        TrainingOptions settled = (plan.Models.FirstOrDefault(m => m.IsTrainedHere) ?? plan.Models.FirstOrDefault(m => m.Graph is null)
            ?? plan.Models[0]).Training;
        TrainingOptions common = study.Training.Common;
        _study = study with
        {
            Training =
            study.Training with
            {
                Common = common with
                {
                    Augment = common.Augment ?? settled.Augment,
                    BatchNormMomentum = common.BatchNormMomentum ?? settled.BatchNormMomentum
                }
            }
        };
    }

    public ArtifactStore Store { get; }
    public Plan Plan { get; }

    /// <summary>Loads the images and makes the plan; nothing is written.</summary>
    /// <param name="study">What is asked for.</param>
    /// <param name="output">The output folder.</param>
    /// <param name="threads">Threads that the run may use.</param>
    /// <param name="command">What was typed.</param>
    /// <param name="loading">How the images are opened; what is odd about the study is told there too.</param>
    public static StudyRun Prepare(Study study, string output, int threads, string command, LoadOptions? loading = null)
    {
        ArgumentNullException.ThrowIfNull(study);
        ImageSet images = ImageSets.Load(study.Data.Source, (loading ?? new()) with { Reading = study.Data.Reading });
        Plan plan = Planner.Create(study, images, threads, command, AnalysisKinds.All);
        foreach (string absent in AnalysisKinds.Absent(study, plan)) loading?.Say?.Invoke($"note: nothing to do for {absent}");
        var items = new WorkItems(plan, output);
        long Bytes(PlannedStep step) => (long)StepMemory.Bytes(step, items.Of(step.Makes), images);
        plan = plan with { Steps = [.. plan.Steps.Select(step => step with { Bytes = Bytes(step) })] };
        return new(study, images, new ArtifactStore(output), plan);
    }

    /// <summary>How the study differs from the one that was run in the folder before; null where none was.</summary>
    public PlanChange? Change()
    {
        try
        {
            return Path.Exists(Store.PlanFile) ? PlanChange.Between(Plan.Parse(Store.PlanFile), Plan) : null;
        }
        catch (InvalidFileException)
        {
            return null;
        }
    }

    /// <summary>
    /// Takes over what studies in the folders beside this one have made already, such as trainings that several figures share.
    /// </summary>
    /// <param name="progress">Told the share of the results that were looked for.</param>
    /// <returns>How many results were taken.</returns>
    public int Borrow(IProgress<double> progress, CancellationToken stop)
        => Beside(progress, stop).Count(found => Borrowing.Take(found.Artifact, found.Owner, Store));

    /// <summary>The results that there are to borrow.</summary>
    public IReadOnlySet<Artifact> Borrowable(IProgress<double> progress, CancellationToken stop)
        => Beside(progress, stop).Select(found => found.Artifact).ToHashSet();

    private IEnumerable<(Artifact Artifact, ArtifactStore Owner)> Beside(IProgress<double> progress, CancellationToken stop)
    {
        string? parent = Path.GetDirectoryName(Store.Root);
        return parent is null || !Directory.Exists(parent) ? []
            : Borrowing.Find(Plan, Store, [.. Directory.EnumerateDirectories(parent).Order(StringComparer.Ordinal)
                .Where(folder => folder != Store.Root).Select(folder => new ArtifactStore(folder))
                .Where(store => File.Exists(store.PlanFile))], progress, stop);
    }

    /// <summary>
    /// Makes what is missing, then the page from all that is there. Other runs of the same study may be at work in the folder: they share
    /// the work.
    /// </summary>
    /// <exception cref="StrataException">The output cannot be written, has no room, or a run of another study is at work in it.</exception>
    public RunOutcome Execute(int threads, WorkerLaunch worker, IRunObserver observer, CancellationToken stop)
    {
        StoreCheck check = StoreCheck.Of(Plan, Store, new DirectProgress<double>(observer.Checking));
        using OutputLock present = Begin(check, observer);
        using var runner = new LocalRunner(Plan, Plan.Steps, Store, check.Has, threads, worker, observer);
        RunOutcome outcome = runner.Run(stop);
        if (!outcome.Stopped) Report(observer, stop);
        return outcome;
    }

    /// <summary>Gives what is missing to Slurm and returns; where nothing is missing, draws the page.</summary>
    /// <param name="threads">Processors of a task.</param>
    /// <param name="strata">How nodes call this program.</param>
    /// <returns>Null where nothing was missing.</returns>
    /// <exception cref="StrataException">
    /// As of <see cref="Execute"/>; or Slurm is not there, or refuses: what it has taken stays.
    /// </exception>
    public SlurmSubmission? Submit(SlurmOptions options, int threads, WorkerLaunch strata, IRunObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(strata);
        StoreCheck check = StoreCheck.Of(Plan, Store, new DirectProgress<double>(observer.Checking));
        using OutputLock present = Begin(check, observer);
        PlannedStep[] missing = [.. Missing(check)];
        if (missing.Length == 0)
        {
            Report(observer, stop);
            return null;
        }
        return new SlurmRunner(Plan, Store, options, threads, [strata.File, .. strata.Arguments], Environment.CurrentDirectory)
            .Submit(missing);
    }

    /// <summary>Steps with something to make, and analyses of families that are going to have more members.</summary>
    private IEnumerable<PlannedStep> Missing(StoreCheck check)
    {
        IReadOnlySet<Artifact> lost = LostArtifacts.Of(Plan, Store, check.Has);
        var outdated = Plan.Analyses.Where(analysis => check.Has(analysis.Artifact())
            && OutdatedAnalysis.Is(analysis, Store, lost.Contains)).Select(analysis => analysis.Artifact()).ToHashSet();
        var found = new HashSet<string>();
        return Plan.Steps.Where(step => (step.Makes.Any(artifact => outdated.Contains(artifact)
            || !check.Has(artifact) && !lost.Contains(artifact)) || step.OfFamily && step.Needs.Any(found.Contains)) && found.Add(step.Id));
    }

    /// <summary>Writes down what is to be done and puts the folder in order.</summary>
    /// <returns>This run's place among those at work.</returns>
    private OutputLock Begin(StoreCheck check, IRunObserver observer)
    {
        Store.Prepare(MissingBytes(check));
        using OutputLock held = OutputLock.Take(Store.Root, s_patience);
        IReadOnlyList<LockHolder> others = RunsAtWork.In(Store.Root);
        foreach (string problem in Store.StudyProblems()) observer.Noted($"{problem}; written anew");
        if (others.Count > 0 && !HasSameSteps())
            throw new StrataException($"{Foreign.Path(Store.Root)}: another run is at work here: {others[0]}; its study is another, or "
                + "its number of threads");
        if (others.Count == 0) Leftovers.Sweep(Store.Root);
        foreach (string damaged in check.SetAside()) observer.Noted(damaged);
        AtomicFile.WriteText(Store.StudyFile, StudyFile.Write(_study));
        AtomicFile.WriteText(Store.PlanFile, (Plan with { StudyFile = FileChecksum.Of(Store.StudyFile) }).ToJson());
        return RunsAtWork.Join(Store.Root);
    }

    /// <summary>Whether the plan that is there comes to the same work.</summary>
    private bool HasSameSteps()
    {
        try
        {
            return JsonSerializer.Serialize(Plan.Parse(Store.PlanFile).Steps) == JsonSerializer.Serialize(Plan.Steps);
        }
        catch (InvalidFileException)
        {
            return false;
        }
    }

    /// <summary>The page, unless it is there already.</summary>
    private void Report(IRunObserver observer, CancellationToken stop)
    {
        if (ReportFolder.IsCurrent(Store)) return;
        const string title = "draw the page";
        var all = new RunShare(Done: 1, Earlier: 1);
        var clock = Stopwatch.StartNew();
        observer.Began(title);
        // Two runs that shared the work end together.
        using (OutputLock.Take(Store.Root, s_patience))
        {
            if (!ReportFolder.IsCurrent(Store))
                ReportFolder.Write(Store,
                    new DirectProgress<double>(
                        share => observer.Moved(title, new(share, $"{100 * share:0} % of its figures"), all)),
                    stop: stop);
        }
        observer.Ended(title, clock.Elapsed.TotalSeconds, all);
    }

    /// <summary>
    /// Disk space that the rest of the plan will take, roughly: weights with their snapshots, optimizer and weights again while training,
    /// matrices, pictures, the page.
    /// </summary>
    private double MissingBytes(StoreCheck check)
    {
        var models = Plan.Models.ToDictionary(m => m.Name);
        double bytes = ReportBytes;
        foreach (PlannedModel model in Plan.Models.Where(m => !check.Has(m.Artifact())))
            bytes += (3.0 + model.SnapshotEpochs.Count()) * sizeof(float) * model.ParameterCount
                + sizeof(float) * (double)_testExamples * _classes;
        foreach (PlannedComparison comparison in Plan.Comparisons.Where(c => !check.Has(c.Artifact())))
        {
            double cells = (double)Layers(models[comparison.A]) * Layers(models[comparison.B]);
            // A matrix and its errors, as much again for the sums of each pass, and the order of the examples.
            bytes += 2 * sizeof(double) * cells * (1 + Plan.Similarity.Passes)
                + sizeof(int) * (double)_testExamples * Plan.Similarity.Passes + 1e6;
        }
        return bytes;

        int Layers(PlannedModel model) => LayerSelection.Select(model.Layers, Plan.Similarity.Layers).Length;
    }
}
