using System.Diagnostics;
using Strata.Data;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Studies.Storage;

namespace Strata.Studies.Estimation;

/// <summary>What is missing of a plan, as time and memory of machines like this one.</summary>
/// <param name="Seconds">Until the last result is made.</param>
/// <param name="Bytes">The most that one machine holds at a time.</param>
/// <param name="MultiplyAdds">Of all that is missing.</param>
/// <param name="Measured">How long measuring took.</param>
public sealed record PlanEstimate(double Seconds, double Bytes, double MultiplyAdds, TimeSpan Measured)
{
    /// <summary>
    /// Measures how fast this machine trains and compares networks of the plan's widths, and simulates the run; null where no work is left.
    /// </summary>
    /// <param name="threads">Of each machine.</param>
    public static PlanEstimate? Of(Plan plan, ArtifactStore store, int threads, int machines)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ImageSet images = ImageSets.Load(plan.Source, new() { Reading = plan.Reading });
        int before = Threads.Current;
        try
        {
            return Of(plan, store, threads, machines, images, new MeasuredSpeeds(images));
        }
        finally
        {
            Threads.Set(before);
        }
    }

    internal static PlanEstimate? Of(Plan plan, ArtifactStore store, int threads, int machines, ImageSet images, ISpeeds speeds)
    {
        var clock = Stopwatch.StartNew();
        var there = plan.Artifacts().Where(store.Has).ToHashSet();
        // A run does not try these again, nor what needs them.
        var diverged = plan.Artifacts().Where(a => store.FailureOf(a) is { Diverged: not null }).ToHashSet();
        RunStep[] steps = [.. RunSteps.Of(plan, store, threads, there)
            .Where(s => s.Makes.Any(m => !diverged.Contains(m.Artifact) && (s.OfFamily || !m.Needs.Any(diverged.Contains))))];
        if (steps.Length == 0) return null;
        var costs = new List<(RunStep, double, double)>();
        foreach (RunStep step in steps)
        {
            WorkItem item = step.Item(step.Makes.Select(m => m.Artifact).ToHashSet());
            costs.Add((step, StepTime.Seconds(step, item, images, speeds), StepMemory.Bytes(step, item, images)));
        }
        (double seconds, double bytes) = Schedule.Simulate(costs, threads, machines);
        return new(seconds, bytes, steps.Sum(s => s.Cost), clock.Elapsed);
    }
}
