using System.Collections.Concurrent;
using System.Diagnostics;
using Strata.Checkpoints;
using Strata.Studies.Analyses;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Running;

/// <summary>
/// Makes what is missing of a plan on this machine, in worker processes that share its threads. Whatever fails, the rest goes on; whenever
/// it is stopped or killed, the next run goes on from there.
/// </summary>
public sealed class LocalRunner : IDisposable
{
    private static readonly TimeSpan s_pollForStop = TimeSpan.FromMilliseconds(100);

    private readonly Plan _plan;
    private readonly ArtifactStore _store;
    private readonly StoreCheck _check;
    private readonly int _threads;
    private readonly WorkerLaunch _command;
    private readonly IRunObserver _observer;
    private readonly BlockingCollection<(WorkerProcess Worker, WorkerMessage? Message)> _messages = [];
    private readonly Dictionary<WorkerProcess, Running> _busy = [];
    private readonly List<WorkerProcess> _idle = [];
    private readonly HashSet<Artifact> _there = [];

    // What cannot be made, with the artifact that is at the bottom of it and why that one failed.
    private readonly Dictionary<Artifact, (Artifact Cause, string Reason)> _failed = [];

    private readonly Dictionary<string, PlannedModel> _models;
    private double _doneCost, _totalCost;
    private bool _stopping;

    /// <param name="check">What there is of the plan; the run makes what is damaged of it again.</param>
    public LocalRunner(Plan plan, ArtifactStore store, StoreCheck check, int threads, WorkerLaunch command, IRunObserver observer)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (_plan, _store, _check, _threads, _command, _observer) = (plan, store, check, threads, command, observer);
        _models = plan.Models.ToDictionary(m => m.Name);
    }

    private sealed class Running(RunStep step, IReadOnlyList<Artifact> makes)
    {
        public RunStep Step { get; } = step;
        public IReadOnlyList<Artifact> Makes { get; } = makes;
        public long Begun { get; } = Stopwatch.GetTimestamp();
        public double Share { get; set; }
    }

    public RunOutcome Run(CancellationToken stop)
    {
        foreach (string damaged in _check.SetAside()) _observer.Noted(damaged);
        foreach (Artifact artifact in _plan.Artifacts())
        {
            if (_check.Has(artifact)) _there.Add(artifact);
            else if (_store.FailureOf(artifact) is { Diverged: not null } note) _failed[artifact] = (artifact, note.Reason);
        }
        foreach (PlannedComparison comparison in _plan.Comparisons)
            GiveUp(comparison.Artifact(), [_models[comparison.A].Artifact(), _models[comparison.B].Artifact()]);
        foreach (PlannedAnalysis analysis in _plan.Analyses)
        {
            if (!AnalysisKinds.Of(analysis.Kind).OfFamily) GiveUp(analysis.Artifact(), analysis.Inputs.Values);
            else if (IsOutdated(analysis)) _there.Remove(analysis.Artifact());
        }
        int kept = _there.Count;
        List<RunStep> waiting = [.. RunSteps.Of(_plan, _store, _threads, _there)];
        _totalCost = RunSteps.Of(_plan, _store, _threads, new HashSet<Artifact>()).Sum(s => s.Cost);
        _doneCost = _totalCost - waiting.Sum(s => s.Cost);
        try
        {
            bool told = false;
            while (true)
            {
                waiting.RemoveAll(FallsAway);
                MakeLight();
                _stopping |= stop.IsCancellationRequested;
                if (!_stopping) Start(waiting);
                else if (!told)
                {
                    foreach (WorkerProcess worker in _busy.Keys) worker.Send(new() { Stop = true });
                    told = true;
                }
                if (_busy.Count == 0) break;
                if (_messages.TryTake(out var next, s_pollForStop)) Receive(next.Worker, next.Message);
            }
        }
        finally
        {
            foreach (WorkerProcess worker in _busy.Keys.Concat(_idle).ToList()) worker.Dispose();
        }
        int left = _plan.Artifacts().Count(a => !_there.Contains(a) && !_failed.ContainsKey(a));
        IEnumerable<FailedStep> failures = _plan.Artifacts().Where(_failed.ContainsKey).GroupBy(a => _failed[a])
            .Select(same => new FailedStep(same.Key.Cause.Folder, same.Key.Reason, same.Count() - 1));
        return new(_there.Count - kept, kept, left, [.. failures], _stopping);
    }

    public void Dispose() => _messages.Dispose();

    private double Overall => _totalCost == 0 ? 1 : (_doneCost + _busy.Values.Sum(r => r.Share * r.Step.Cost)) / _totalCost;

    /// <summary>Artifacts of a step that are neither made nor out of reach.</summary>
    private IEnumerable<(Artifact Artifact, IReadOnlyList<Artifact> Needs)> Remaining(RunStep step)
        => step.Makes.Where(m => !_failed.ContainsKey(m.Artifact));

    /// <summary>Whether a family's analysis left out a model that has been made since, or is about to be tried again.</summary>
    private bool IsOutdated(PlannedAnalysis analysis)
    {
        if (!_there.Contains(analysis.Artifact())) return false;
        IReadOnlyDictionary<string, string> made = Manifest.Read(_store.FolderOf(analysis.Artifact())).Inputs;
        return analysis.Inputs.Any(input => !made.ContainsKey(input.Key) && !_failed.ContainsKey(input.Value));
    }

    /// <summary>Gives up what is missing and needs something that failed.</summary>
    private bool GiveUp(Artifact artifact, IEnumerable<Artifact> needs)
    {
        if (_there.Contains(artifact) || needs.FirstOrDefault(_failed.ContainsKey) is not { Name: not null } lost) return false;
        _failed[artifact] = _failed[lost];
        return true;
    }

    /// <summary>Gives up what needs something that failed; true when nothing of the step is left.</summary>
    private bool FallsAway(RunStep step)
    {
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in Remaining(step).ToList())
            if (!step.OfFamily) GiveUp(artifact, needs);
        if (Remaining(step).Any()) return false;
        _doneCost += step.Cost;
        return true;
    }

    private void Start(List<RunStep> waiting)
    {
        foreach (RunStep step in waiting.ToList())
        {
            int free = _threads - _busy.Keys.Sum(w => w.Threads);
            if (free == 0) return;
            var remaining = Remaining(step).ToList();
            if (step.Threads > free || !remaining.All(m => m.Needs.All(need => IsSettled(need, step.OfFamily)))) continue;

            waiting.Remove(step);
            WorkerProcess worker = WorkerWith(step.Threads);
            var makes = remaining.Select(m => m.Artifact).ToList();
            _busy[worker] = new(step, makes);
            _observer.Began(step.Title);
            worker.Send(new() { Item = step.Item(makes.ToHashSet()) });
        }
    }

    /// <summary>Whether an input is there, or is never going to be and can be done without.</summary>
    private bool IsSettled(Artifact input, bool optional) => _there.Contains(input) || optional && _failed.ContainsKey(input);

    private WorkerProcess WorkerWith(int threads)
    {
        WorkerProcess? worker = _idle.Find(w => w.Threads == threads);
        if (worker is not null)
        {
            _idle.Remove(worker);
            return worker;
        }
        // Those of another thread count hold the images in memory for nothing.
        foreach (WorkerProcess unfit in _idle) unfit.Dispose();
        _idle.Clear();
        return new(_command, threads, (from, message) => _messages.Add((from, message)));
    }

    private void Receive(WorkerProcess worker, WorkerMessage? message)
    {
        if (!_busy.TryGetValue(worker, out Running? running)) return;
        if (message?.Progress is { } progress)
        {
            running.Share = Math.Clamp(progress.Share, 0, 1);
            _observer.Moved(running.Step.Title, progress, Overall);
            return;
        }

        if (message?.Note is { } note)
        {
            _observer.Noted(note);
            return;
        }

        _busy.Remove(worker);
        if (message is null)
        {
            // One that is asked to end before it can hear has done nothing yet.
            if (worker.WasAskedToEnd()) _stopping = true;
            else Fail(running, worker.Obituary(), null);
            worker.Dispose();
            return;
        }
        _idle.Add(worker);
        if (message.Failed is { } reason) Fail(running, reason, message.Diverged);
        else if (message.Done) Finish(running);
        // A signal to the worker alone stops the run as one to this process does.
        else _stopping = true;
    }

    private void Finish(Running running)
    {
        _doneCost += running.Step.Cost;
        // The store is the truth, not the worker's word.
        foreach (Artifact artifact in running.Makes)
        {
            if (_store.Has(artifact)) _there.Add(artifact);
            else Fail(artifact, "was not found after its step had ended", null);
        }
        _observer.Ended(running.Step.Title, Stopwatch.GetElapsedTime(running.Begun).TotalSeconds, Overall);
    }

    private void Fail(Running running, string reason, int? diverged)
    {
        _doneCost += running.Step.Cost;
        // Of a comparison that failed half-way, some may be there.
        foreach (Artifact artifact in running.Makes.Where(_store.Has)) _there.Add(artifact);
        Artifact[] lost = [.. running.Makes.Where(artifact => !_there.Contains(artifact))];
        foreach (Artifact artifact in lost) Fail(artifact, reason, diverged, cause: lost[0]);
        _observer.Failed(running.Step.Title, reason);
    }

    private void Fail(Artifact artifact, string reason, int? diverged, Artifact? cause = null)
    {
        _failed[artifact] = (cause ?? artifact, reason);
        _store.Fail(artifact, reason, diverged);
    }

    /// <summary>What takes milliseconds and no tensors needs no worker.</summary>
    private void MakeLight()
    {
        foreach (PlannedAnalysis analysis in _plan.Analyses)
        {
            AnalysisKind kind = AnalysisKinds.Of(analysis.Kind);
            if (!kind.Light) continue;
            Artifact artifact = analysis.Artifact();
            if (_there.Contains(artifact) || _failed.ContainsKey(artifact)) continue;
            if (!kind.OfFamily && GiveUp(artifact, analysis.Inputs.Values)) continue;
            if (analysis.Inputs.Values.All(input => IsSettled(input, kind.OfFamily)))
            {
                try
                {
                    AnalysisExecution.Execute(analysis, [.. analysis.Models.Select(name => _models[name])], _store, images: null,
                        new Progress<WorkProgress>(), _observer.Noted, CancellationToken.None);
                    _there.Add(artifact);
                }
#pragma warning disable CA1031 // Whatever fails, the rest of the run goes on.
                catch (Exception wrong)
#pragma warning restore CA1031
                {
                    string reason = WorkFailure.Sentence(wrong);
                    Fail(artifact, reason, null);
                    _observer.Failed(analysis.Title, reason);
                }
            }
        }
    }
}
