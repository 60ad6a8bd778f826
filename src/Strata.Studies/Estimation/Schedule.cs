using Strata.Studies.Planning;

namespace Strata.Studies.Estimation;

/// <summary>
/// Simulates how a plan's steps run, as a run on one machine would: whenever threads are free, the first step that fits them and whose
/// needs are there.
/// </summary>
internal static class Schedule
{
    /// <param name="steps">In the order in which they are tried, with what each takes.</param>
    /// <param name="threads">Of each machine.</param>
    /// <returns>Seconds until the last has ended, and the most bytes that one machine holds at a time.</returns>
    public static (double Seconds, double Bytes) Simulate(IEnumerable<(PlannedStep Step, double Seconds, double Bytes)> steps, int threads,
        int machines)
    {
        var waiting = steps.ToList();
        var missing = waiting.Select(s => s.Step.Id).ToHashSet();
        var running = new PriorityQueue<(PlannedStep Step, int Machine, double Bytes), double>();
        int[] free = [.. Enumerable.Repeat(threads, machines)];
        double[] held = new double[machines];
        (double now, double most) = (0, 0);
        while (true)
        {
            foreach (var next in waiting.ToList())
            {
                int machine = Array.FindIndex(free, f => f >= next.Step.Threads);
                if (machine < 0 || next.Step.Needs.Any(missing.Contains)) continue;
                waiting.Remove(next);
                free[machine] -= next.Step.Threads;
                most = Math.Max(most, held[machine] += next.Bytes);
                running.Enqueue((next.Step, machine, next.Bytes), now + next.Seconds);
            }
            if (!running.TryDequeue(out var ended, out double end)) return (now, most);
            now = end;
            free[ended.Machine] += ended.Step.Threads;
            held[ended.Machine] -= ended.Bytes;
            missing.Remove(ended.Step.Id);
        }
    }
}
