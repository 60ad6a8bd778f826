using Strata.Data;
using Strata.Studies.Planning;
using Strata.Studies.Running;
using Strata.Studies.Storage;

namespace Strata.Studies.Estimation;

/// <summary>What is missing of a plan, as time and memory of machines like this one.</summary>
/// <param name="Seconds">Until the last result is made.</param>
/// <param name="Bytes">The most that one machine holds at a time.</param>
public sealed record PlanEstimate(double Seconds, double Bytes)
{
    /// <summary>Measures for a few seconds how fast this machine trains and compares networks of the plan's widths, and lets the plan run in thought.</summary>
    /// <param name="threads">Of each machine.</param>
    public static PlanEstimate Of(Plan plan, ArtifactStore store, int threads, int machines)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(store);
        ImageSet images = ImageSets.Load(plan.Source);
        var probe = new SpeedProbe(images);
        var there = plan.Artifacts().Where(store.Has).ToHashSet();
        var steps = RunSteps.Of(plan, store, threads, there).Select(step => (step, probe.Seconds(step), StepMemory.Bytes(step, images))).ToList();
        (double seconds, double bytes) = Schedule.Run(steps, threads, machines);
        return new(seconds, bytes);
    }
}
