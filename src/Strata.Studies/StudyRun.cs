using System.Diagnostics;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;
using Strata.Studies.Reporting;
using Strata.Studies.Running;
using Strata.Studies.Storage;
using Strata.Training;

namespace Strata.Studies;

/// <summary>A study with its images and its output folder: ready to be shown, run and reported.</summary>
public sealed class StudyRun
{
    /// <summary>Of a page with its figures and libraries.</summary>
    private const double ReportBytes = 30e6;

    private readonly Study _study;
    private readonly int _classes, _testExamples;

    private StudyRun(Study study, ImageSet images, ArtifactStore store, Plan plan)
    {
        (Store, Plan, _classes, _testExamples) = (store, plan, images.Classes.Count, images.Test.Count);
        // What defaults came to for these images, so that study.json leaves nothing open.
        TrainingOptions settled = plan.Models[0].Training;
        if (plan.Models.FirstOrDefault(m => m.IsTrainedHere) is { } trained) settled = trained.Training;
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
        Plan plan = Planner.Create(study, images, threads, command);
        foreach (string absent in AnalysisKinds.Absent(study, plan)) loading?.Say?.Invoke($"note: nothing to do for {absent}");
        return new(study, images, new ArtifactStore(output), plan);
    }

    /// <summary>Makes what is missing, then the page from all that is there.</summary>
    /// <exception cref="StrataException">The output cannot be written, has no room, or another run is at work in it.</exception>
    public RunOutcome Execute(int threads, WorkerLaunch worker, IRunObserver observer, CancellationToken stop)
    {
        StoreCheck check = StoreCheck.Of(Plan, Store, new DirectProgress<double>(observer.Checking));
        Store.Prepare(MissingBytes(check));
        using OutputLock held = OutputLock.Take(Store.Root);
        Leftovers.Sweep(Store.Root);
        foreach (string problem in Store.StudyProblems()) observer.Noted($"{problem}; written anew");
        AtomicFile.WriteText(Store.StudyFile, StudyFile.Write(_study));
        AtomicFile.WriteText(Store.PlanFile, (Plan with { StudyFile = FileChecksum.Of(Store.StudyFile) }).ToJson());
        using var runner = new LocalRunner(Plan, Store, check, threads, worker, observer);
        RunOutcome outcome = runner.Run(stop);
        if (!outcome.Stopped) Report(observer, stop);
        return outcome;
    }

    /// <summary>The page, unless it is there already.</summary>
    private void Report(IRunObserver observer, CancellationToken stop)
    {
        if (ReportFolder.IsCurrent(Store)) return;
        const string title = "draw the page";
        var clock = Stopwatch.StartNew();
        observer.Began(title);
        ReportFolder.Write(Store,
            new DirectProgress<double>(share => observer.Moved(title, new(share, $"{100 * share:0} % of its figures", null), overall: 1)),
            stop: stop);
        observer.Ended(title, clock.Elapsed.TotalSeconds, overall: 1);
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
            bytes += (3.0 + model.SnapshotEpochs.Count()) * sizeof(float) * model.Spec.ParameterCount
                + sizeof(float) * (double)_testExamples * _classes;
        foreach (PlannedComparison comparison in Plan.Comparisons.Where(c => !check.Has(c.Artifact())))
        {
            double cells = (double)Layers(models[comparison.A].Spec) * Layers(models[comparison.B].Spec);
            bytes += 2 * sizeof(double) * cells + sizeof(int) * (double)_testExamples * Plan.Similarity.Passes + 1e6;
        }
        return bytes;

        int Layers(ModelSpec spec) => LayerSelection.Select(spec.Layers, Plan.Similarity.Layers).Length;
    }
}
