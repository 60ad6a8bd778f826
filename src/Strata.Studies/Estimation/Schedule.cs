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
        (PlannedStep Step, double Seconds, double Bytes)[] all = [.. steps];
        ILookup<string, int> behind = all.Index().SelectMany(s => s.Item.Step.Needs.Select(need => (need, s.Index)))
            .ToLookup(s => s.need, s => s.Index);
        var planned = all.Select(s => s.Step.Id).ToHashSet();
        int[] missing = [.. all.Select(s => s.Step.Needs.Count(planned.Contains))];
        // Those whose needs are there, by their threads: of equal ones, the first in order is tried first.
        var ready = new SortedDictionary<int, PriorityQueue<int, int>>();
        for (int i = 0; i < all.Length; i++) if (missing[i] == 0) Ready(i);
        var running = new PriorityQueue<(int Place, int Machine), double>();
        int[] free = [.. Enumerable.Repeat(threads, machines)];
        double[] held = new double[machines];
        (double now, double most) = (0, 0);
        while (true)
        {
            while (First(free.Max()) is { } next)
            {
                PlannedStep step = all[next].Step;
                ready[step.Threads].Dequeue();
                int machine = Array.FindIndex(free, f => f >= step.Threads);
                free[machine] -= step.Threads;
                most = Math.Max(most, held[machine] += all[next].Bytes);
                running.Enqueue((next, machine), now + all[next].Seconds);
            }
            if (!running.TryDequeue(out var ended, out double end)) return (now, most);
            now = end;
            free[ended.Machine] += all[ended.Place].Step.Threads;
            held[ended.Machine] -= all[ended.Place].Bytes;
            foreach (int place in behind[all[ended.Place].Step.Id])
                if (--missing[place] == 0) Ready(place);
        }

        void Ready(int place)
        {
            if (!ready.TryGetValue(all[place].Step.Threads, out PriorityQueue<int, int>? alike))
                ready[all[place].Step.Threads] = alike = new();
            alike.Enqueue(place, place);
        }

        int? First(int most)
        {
            int? first = null;
            foreach ((int needed, PriorityQueue<int, int> alike) in ready)
                if (needed <= most && alike.TryPeek(out int place, out _) && !(first < place)) first = place;
            return first;
        }
    }
}
