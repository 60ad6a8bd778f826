using Strata.Runtime;
using Strata.Settings;
using Strata.Studies.Planning;
using Strata.Studies.Storage;

namespace Strata.Studies.Running;

/// <summary>Steps of a plan that stands in an output folder, done on whatever machine sees the folder.</summary>
public static class StepRun
{
    /// <summary>Makes what is missing of the steps; what their inputs need is not made.</summary>
    /// <exception cref="InvalidFileException">There is no plan, or one of another version.</exception>
    /// <exception cref="StrataException">The plan has no such step.</exception>
    public static RunOutcome Execute(ArtifactStore store, IReadOnlyList<string> ids, int threads, WorkerLaunch worker,
        IRunObserver observer, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(ids);
        Plan plan = Plan.Parse(store.PlanFile);
        if (plan.Steps.Count == 0)
            throw new InvalidFileException(store.PlanFile, "has no steps, being of an earlier version; run the study again, which keeps "
                + "what is there");
        var steps = plan.Steps.Where(step => ids.Contains(step.Id)).ToList();
        if (ids.FirstOrDefault(id => steps.All(step => step.Id != id)) is { } unknown)
            throw new StrataException($"{Foreign.Path(store.PlanFile)}: has no step {Foreign.Quoted(unknown)}"
                + $"{Suggestion.For(unknown, plan.Steps.Select(step => step.Id))}; the study may have changed since");
        using OutputLock present = RunsAtWork.Join(store.Root);
        using var runner = new LocalRunner(plan, steps, store, store.Has, threads, worker, observer);
        RunOutcome outcome = runner.Run(stop);
        return outcome.Left > 0 && !outcome.Stopped ? throw new StrataException(Missing(plan, steps, store)) : outcome;
    }

    /// <summary>What the steps wait for, which somebody else has to make.</summary>
    private static string Missing(Plan plan, List<PlannedStep> steps, ArtifactStore store)
    {
        var makers = plan.Steps.ToDictionary(step => step.Id);
        PlannedStep step = steps.First(step => !step.Makes.All(store.Has));
        IEnumerable<Artifact> missing = step.Needs.SelectMany(need => makers[need].Makes).Where(artifact => !store.Has(artifact));
        return $"{step.Id}: needs {string.Join(", ", missing.Take(3).Select(artifact => artifact.Folder))}, not there yet: "
            + "the study's next run makes it";
    }
}
