using System.Diagnostics;
using Strata.Data;
using Strata.Runtime;
using Strata.Studies.Planning;
using Strata.Studies.Storage;
using Strata.Studies.Work;

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
    /// <param name="lent">What will be taken from other studies, and is no work.</param>
    /// <param name="threads">Of each machine.</param>
    /// <param name="progress">Told how many measurements are done, and of how many.</param>
    public static PlanEstimate? Of(Plan plan, ArtifactStore store, IReadOnlySet<Artifact> lent, int threads, int machines,
        Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ImageSet images = ImageSets.Load(plan.Source, new() { Reading = plan.Reading });
        int before = Threads.Current;
        try
        {
            return Of(plan, store, lent, threads, machines, images, new MeasuredSpeeds(images) { Progress = progress });
        }
        finally
        {
            Threads.Set(before);
        }
    }

    internal static PlanEstimate? Of(Plan plan, ArtifactStore store, IReadOnlySet<Artifact> lent, int threads, int machines,
        ImageSet images, ISpeeds speeds)
    {
        var clock = Stopwatch.StartNew();
        var there = plan.Work().Select(made => made.Artifact).Where(artifact => store.Has(artifact) || lent.Contains(artifact)).ToHashSet();
        IReadOnlySet<Artifact> lost = LostArtifacts.Of(plan, store, there.Contains);
        var items = new WorkItems(plan, store.Root);
        var left = new List<(PlannedStep Step, WorkItem Item)>();
        // The longest first, as they are run.
        foreach (PlannedStep step in plan.Steps.OrderByDescending(s => s.MultiplyAdds))
        {
            Artifact[] makes = [.. step.Makes.Where(a => !there.Contains(a) && !lost.Contains(a))];
            if (makes.Length == 0) continue;
            WorkItem item = items.Of(makes);
            left.Add((item is not PairsItem pairs || makes.Length == step.Makes.Count ? step
                : step with { MultiplyAdds = step.MultiplyAdds * Cost(pairs) / Cost((PairsItem)items.Of(step.Makes)) }, item));
        }
        if (left.All(each => each.Step.IsLight)) return null;
        if (speeds is MeasuredSpeeds measured)
            measured.Foresee(foreseen => left.ForEach(each => StepTime.Seconds(each.Step, each.Item, images, foreseen)));
        (PlannedStep Step, double Seconds, double Bytes)[] costs = [.. left.Select(each
            => (each.Step, StepTime.Seconds(each.Step, each.Item, images, speeds), StepMemory.Bytes(each.Step, each.Item, images)))];
        (double seconds, double bytes) = Schedule.Simulate(costs, threads, machines);
        return new(seconds, bytes, costs.Sum(c => c.Step.MultiplyAdds), clock.Elapsed);

        static double Cost(PairsItem item) => PlannedComparison.Cost(item.Comparisons);
    }
}
