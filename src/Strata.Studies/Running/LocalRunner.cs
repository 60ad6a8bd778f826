using System.Collections.Concurrent;
using System.Diagnostics;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;
using Strata.Studies.Work;

namespace Strata.Studies.Running;

/// <summary>
/// Does steps of a plan on this machine, in worker processes that share its threads. Whatever fails, the rest goes on; whenever it is
/// stopped or killed, the next run goes on from there. Other runs may be at work on the same steps: what they make is not made again.
/// </summary>
public sealed class LocalRunner : IDisposable
{
    private static readonly TimeSpan s_pollForStop = TimeSpan.FromMilliseconds(100), s_lookAgain = TimeSpan.FromSeconds(1);

    private readonly Plan _plan;
    private readonly IReadOnlyList<PlannedStep> _steps;
    private readonly ArtifactStore _store;
    private readonly WorkItems _items;
    private readonly int _threads;
    private readonly WorkerLaunch _command;
    private readonly IRunObserver _observer;
    private readonly BlockingCollection<(WorkerProcess Worker, WorkerMessage? Message)> _messages = [];
    private readonly Dictionary<WorkerProcess, Running> _busy = [];
    private readonly List<WorkerProcess> _idle = [];
    private readonly List<PlannedStep> _waiting = [];
    private readonly Dictionary<Artifact, IReadOnlyList<Artifact>> _needs;
    private readonly HashSet<Artifact> _mine, _there;

    // Analyses of families that left out a model which has been made since, or is about to be tried again.
    private readonly Dictionary<Artifact, PlannedAnalysis> _outdated = [];

    // What cannot be made, with the artifact that is at the bottom of it and why that one failed.
    private readonly Dictionary<Artifact, (Artifact Cause, string Reason)> _failed = [];

    // Notes on failures of earlier runs, whose steps are tried again.
    private readonly Dictionary<Artifact, DateTimeOffset> _notes = [];

    // Steps that another run is at, and when they were last looked at.
    private readonly Dictionary<string, long> _elsewhere = [];
    private double _doneCost, _earlierCost, _totalCost;
    private (int Running, int Left)? _counted;
    private bool _stopping, _shared;

    /// <summary>Whether something failed, or was made elsewhere, since steps with nothing left to make were last looked for.</summary>
    private bool _changed = true;

    /// <param name="steps">Those to be done, in the plan's order.</param>
    /// <param name="has">Whether an artifact that they make or need is there.</param>
    public LocalRunner(Plan plan, IReadOnlyList<PlannedStep> steps, ArtifactStore store, Func<Artifact, bool> has, int threads,
        WorkerLaunch command, IRunObserver observer)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(store);
        (_plan, _steps, _store, _command, _observer) = (plan, steps, store, command, observer);
        // Results keep their bits only for the plan's number.
        _threads = steps.Select(step => step.Threads).Append(threads).Max();
        _items = new(plan, store.Root);
        _mine = [.. steps.SelectMany(step => step.Makes)];
        _needs = plan.Ancestry(_mine).ToDictionary(a => a.Artifact, a => a.Needs);
        _there = [.. _needs.Keys.Where(has)];
    }

    private sealed class Running(PlannedStep step, IReadOnlyList<Artifact> makes)
    {
        public PlannedStep Step { get; } = step;
        public IReadOnlyList<Artifact> Makes { get; } = makes;
        public long Begun { get; } = Stopwatch.GetTimestamp();
        public WorkProgress? Progress { get; set; }

        /// <summary>Multiply-adds of a share of it.</summary>
        public double Cost(double? share) => Math.Clamp(share ?? 0, 0, 1) * Step.MultiplyAdds;
    }

    public RunOutcome Run(CancellationToken stop)
    {
        FindWhatIsLost();
        foreach (PlannedAnalysis analysis in _plan.Analyses.Where(a => _mine.Contains(a.Artifact()) && _there.Contains(a.Artifact())
            && IsOutdated(a)))
        {
            _there.Remove(analysis.Artifact());
            _outdated.Add(analysis.Artifact(), analysis);
        }
        Artifact[] results = [.. _mine.Where(artifact => artifact.Comparison is null)];
        int kept = results.Count(_there.Contains);
        // The longest first: short ones then fill the gaps at the end.
        _waiting.AddRange(_steps.Where(step => Remaining(step).Any()).OrderByDescending(step => step.MultiplyAdds));
        _totalCost = _steps.Sum(step => step.MultiplyAdds);
        _doneCost = _earlierCost = _totalCost - _waiting.Sum(step => step.MultiplyAdds);
        try
        {
            bool told = false;
            while (true)
            {
                while (_changed)
                {
                    _changed = false;
                    _waiting.RemoveAll(FallsAway);
                }
                _stopping |= stop.IsCancellationRequested;
                if (!_stopping) Start();
                else if (!told)
                {
                    foreach (WorkerProcess worker in _busy.Keys) worker.Send(new() { Stop = true });
                    told = true;
                }
                Count();
                if (_busy.Count == 0 && (_stopping || _elsewhere.Count == 0 && !_waiting.Any(IsReady))) break;
                if (_messages.TryTake(out var next, s_pollForStop)) Receive(next.Worker, next.Message);
            }
        }
        finally
        {
            foreach (WorkerProcess worker in _busy.Keys.Concat(_idle).ToList()) worker.Dispose();
        }
        int left = _mine.Count(artifact => !_there.Contains(artifact) && !_failed.ContainsKey(artifact));
        IEnumerable<FailedStep> failures = _needs.Keys.Where(a => _mine.Contains(a) && _failed.ContainsKey(a)).GroupBy(a => _failed[a])
            .Select(same => new FailedStep(same.Key.Cause.Folder, same.Key.Reason, same.Count(artifact => artifact != same.Key.Cause)));
        return new(results.Count(_there.Contains) - kept, kept, left, [.. failures], _stopping);
    }

    public void Dispose() => _messages.Dispose();

    private void Count()
    {
        (int Running, int Left) now = (_busy.Count, _waiting.Count);
        if (now == _counted) return;
        _counted = now;
        _observer.Counted(_steps.Count - now.Running - now.Left, now.Running, now.Left, Overall);
    }

    private RunShare Overall => _totalCost == 0 ? new(1, 1)
        : new((_doneCost + _busy.Values.Sum(r => r.Cost(r.Progress?.Share))) / _totalCost,
            (_earlierCost + _busy.Values.Sum(r => r.Cost(r.Progress?.Earlier))) / _totalCost);

    /// <summary>
    /// What will not be made: what diverged, what failed and is not to be tried by this run, and what needs such a thing.
    /// </summary>
    private void FindWhatIsLost()
    {
        var families = _plan.Analyses.Where(a => a.OfFamily).Select(a => a.Artifact()).ToHashSet();
        foreach ((Artifact artifact, IReadOnlyList<Artifact> needs) in _needs)
        {
            if (_there.Contains(artifact)) continue;
            FailureNote? note = _store.FailureOf(artifact);
            if (note is not null && (note.Diverged is not null || !_mine.Contains(artifact))) _failed[artifact] = (artifact, note.Reason);
            else if (note is not null) _notes[artifact] = note.When;
            if (!families.Contains(artifact)) GiveUp(artifact, needs);
        }
    }

    /// <summary>Artifacts of a step that are neither made nor out of reach.</summary>
    private IEnumerable<Artifact> Remaining(PlannedStep step)
        => step.Makes.Where(artifact => !_there.Contains(artifact) && !_failed.ContainsKey(artifact));

    private bool IsOutdated(PlannedAnalysis analysis) => OutdatedAnalysis.Is(analysis, _store, _failed.ContainsKey);

    /// <summary>Whether it is there, and has all members that there are by now.</summary>
    private bool IsMade(Artifact artifact)
        => _store.Has(artifact) && !(_outdated.TryGetValue(artifact, out PlannedAnalysis? family) && IsOutdated(family));

    /// <summary>Gives up what is missing and needs something that failed.</summary>
    private void GiveUp(Artifact artifact, IEnumerable<Artifact> needs)
    {
        if (_there.Contains(artifact) || needs.FirstOrDefault(_failed.ContainsKey) is not { Name: not null } lost) return;
        _failed[artifact] = _failed[lost];
        _changed = true;
    }

    /// <summary>Gives up what needs something that failed; true when nothing of the step is left.</summary>
    private bool FallsAway(PlannedStep step)
    {
        if (!step.OfFamily)
            foreach (Artifact artifact in Remaining(step).ToList()) GiveUp(artifact, _needs[artifact]);
        if (Remaining(step).Any()) return false;
        // Without this run's doing.
        _doneCost += step.MultiplyAdds;
        _earlierCost += step.MultiplyAdds;
        _elsewhere.Remove(step.Id);
        return true;
    }

    private void Start()
    {
        foreach (PlannedStep step in _waiting.ToList())
        {
            int free = _threads - _busy.Keys.Sum(w => w.Threads);
            if (free == 0) return;
            if (step.Threads > free || !IsReady(step) || IsElsewhere(step)) continue;
            Artifact[] makes = [.. Remaining(step)];
            // Another run has made it.
            if (makes.Length == 0) continue;

            _waiting.Remove(step);
            WorkerProcess worker = Send(step, new() { Item = _items.Of(makes) });
            _busy[worker] = new(step, makes);
            if (!step.IsLight) _observer.Began(step.Title);
        }
    }

    /// <summary>Whether all that the step needs is there, or is never going to be and can be done without.</summary>
    private bool IsReady(PlannedStep step) => Remaining(step).All(artifact
        => _needs[artifact].All(need => _there.Contains(need) || step.OfFamily && _failed.ContainsKey(need)));

    /// <summary>Takes note of what other runs have made or failed at since, and says whether one is at the rest of the step now.</summary>
    private bool IsElsewhere(PlannedStep step)
    {
        if (_elsewhere.TryGetValue(step.Id, out long looked) && Stopwatch.GetElapsedTime(looked) < s_lookAgain) return true;
        LockHolder? maker = null;
        foreach (Artifact artifact in Remaining(step).ToList())
        {
            // Who makes it holds it until it is there.
            maker = _store.MakerOf(artifact);
            if (IsMade(artifact)) _changed |= _there.Add(artifact);
            else if (maker is not null) break;
            else if (_store.FailureOf(artifact) is { } note && note.When != _notes.GetValueOrDefault(artifact))
            {
                _failed[artifact] = (artifact, note.Reason);
                _changed = true;
            }
        }
        if (maker is null || !Remaining(step).Any())
        {
            _elsewhere.Remove(step.Id);
            return false;
        }
        Wait(step, maker.ToString());
        return true;
    }

    private void Wait(PlannedStep step, string maker)
    {
        _elsewhere[step.Id] = Stopwatch.GetTimestamp();
        if (!_shared) _observer.Noted($"{maker} is at work on the same results: what one makes, the other does not");
        _shared = true;
    }

    /// <returns>The worker that has the message; those that have died since their last step are let go.</returns>
    private WorkerProcess Send(PlannedStep step, WorkerMessage message)
    {
        while (true)
        {
            bool idle = _idle.Count > 0;
            WorkerProcess worker = WorkerFor(step);
            // One that was just started and has ended already says why by the end of its output.
            if (worker.Send(message) || !idle) return worker;
            worker.Dispose();
        }
    }

    private WorkerProcess WorkerFor(PlannedStep step)
    {
        // What takes milliseconds does not depend on the number of threads.
        WorkerProcess? worker = _idle.Find(w => step.IsLight || w.Threads == step.Threads);
        if (worker is not null)
        {
            _idle.Remove(worker);
            return worker;
        }
        // Those of another thread count hold the images in memory for nothing.
        foreach (WorkerProcess unfit in _idle) unfit.Dispose();
        _idle.Clear();
        return new(_command, step.Threads, (from, message) => _messages.Add((from, message)));
    }

    private void Receive(WorkerProcess worker, WorkerMessage? message)
    {
        if (!_busy.TryGetValue(worker, out Running? running))
        {
            // It died between two steps, and none is lost.
            if (message is null && _idle.Remove(worker)) worker.Dispose();
            return;
        }
        if (message?.Progress is { } progress)
        {
            running.Progress = progress;
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
        else if (message.Held is { } maker)
        {
            _waiting.Add(running.Step);
            Wait(running.Step, maker);
        }
        // A signal to the worker alone stops the run as one to this process does.
        else _stopping = true;
    }

    private void Finish(Running running)
    {
        _doneCost += running.Step.MultiplyAdds;
        _earlierCost += running.Cost(running.Progress?.Earlier);
        // The store is the truth, not the worker's word.
        foreach (Artifact artifact in running.Makes)
        {
            if (_store.Has(artifact)) _there.Add(artifact);
            else Fail(artifact, "was not found after its step had ended", null);
        }
        if (!running.Step.IsLight) _observer.Ended(running.Step.Title, Stopwatch.GetElapsedTime(running.Begun).TotalSeconds, Overall);
    }

    private void Fail(Running running, string reason, int? diverged)
    {
        _doneCost += running.Step.MultiplyAdds;
        // Neither what earlier runs did of it nor what is not done at all says how fast this one is.
        _earlierCost += running.Step.MultiplyAdds - running.Cost(running.Progress?.Share) + running.Cost(running.Progress?.Earlier);
        // Of a comparison that failed half-way, some may be there.
        foreach (Artifact artifact in running.Makes.Where(_store.Has)) _there.Add(artifact);
        Artifact[] lost = [.. running.Makes.Where(artifact => !_there.Contains(artifact))];
        foreach (Artifact artifact in lost) Fail(artifact, reason, diverged, cause: lost[0]);
        _observer.Failed(running.Step.Title, reason, Overall);
    }

    private void Fail(Artifact artifact, string reason, int? diverged, Artifact? cause = null)
    {
        _failed[artifact] = (cause ?? artifact, reason);
        _changed = true;
        try
        {
            _store.Fail(artifact, reason, diverged);
        }
        catch (Exception refused) when (refused is StrataException or IOException or UnauthorizedAccessException)
        {
            // A disk that is full for the step is full for the note too.
            _observer.Noted($"{artifact.Folder}: that it failed cannot be written down: {AtomicFile.Reason(refused)}");
        }
    }
}
