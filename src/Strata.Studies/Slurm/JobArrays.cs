using System.Numerics;
using Strata.Studies.Planning;

namespace Strata.Studies.Slurm;

/// <summary>Puts steps into tasks and tasks into arrays.</summary>
internal static class JobArrays
{
    /// <summary>Steps that take milliseconds each, of which a task does many.</summary>
    private const int LightSteps = 500;

    /// <summary>
    /// The process that hands out a task's steps; holes in the heap of each that does one, which have been up to 1.1 GB beyond the estimate
    /// (docs/performance/why.md); and a fifth for what an estimate does not see. A task is killed beyond what it asks for.
    /// </summary>
    private const long OwnBytes = 300L << 20, Holes = 1L << 30;
    private const double Margin = 1.2;

    /// <param name="steps">In the plan's order; what they need is among them, or comes from elsewhere.</param>
    /// <param name="threads">Processors of a task: small steps share them, as on one machine.</param>
    /// <param name="largest">Tasks of an array at most.</param>
    /// <returns>Each behind those that its steps need.</returns>
    public static IReadOnlyList<JobArray> Of(IReadOnlyList<PlannedStep> steps, int threads, int largest)
    {
        var levels = new Dictionary<string, int>();
        foreach (PlannedStep step in steps)
            levels[step.Id] = step.Needs.Select(need => levels.TryGetValue(need, out int level) ? level + 1 : 0).Prepend(0).Max();
        // What asks for much memory does not make what asks for little ask for as much.
        var alike = steps.GroupBy(step => (Level: levels[step.Id], step.IsLight, step.Threads, Size: BitOperations.Log2((ulong)step.Bytes)))
            .OrderBy(group => group.Key.Level);
        var arrays = new List<JobArray>();
        foreach (var group in alike)
        {
            int together = group.Key.IsLight ? LightSteps : Math.Max(1, threads / group.Key.Threads);
            // The longest first, and those of a task take about as long as each other.
            var tasks = group.OrderByDescending(step => step.MultiplyAdds).Chunk(together);
            foreach (PlannedStep[][] part in tasks.Chunk(largest))
            {
                int atOnce = group.Key.IsLight ? 1 : part.Max(task => task.Length);
                long bytes = part.Max(task => task.Max(step => step.Bytes));
                arrays.Add(new(Name(group), part, atOnce * group.Key.Threads, OwnBytes + (group.Key.IsLight ? 0 : atOnce * Holes)
                    + (long)(Margin * atOnce * bytes)));
            }
        }
        return arrays;
    }

    /// <summary>After what most of the steps make.</summary>
    private static string Name(IEnumerable<PlannedStep> steps) => steps.CountBy(step => Path.GetFileName(step.Makes[0].Kind))
        .MaxBy(kind => kind.Value).Key;
}
