using System.Runtime.ExceptionServices;

namespace Strata.Runtime;

/// <summary>
/// Work on items of which each is one thread's alone: threads that share an item wait for each other at the end of every operation, for
/// whichever core something else slows down. Results are taken in the order of the items, so that sums have the same bits whichever thread
/// is first.
/// </summary>
internal static class SideBySide
{
    /// <param name="items">How many there are.</param>
    /// <param name="workers">At most <see cref="ParallelRows.Parts"/>; one leaves all threads to each item.</param>
    /// <param name="work">(worker, item) → result, on any thread; one item at a time for each worker.</param>
    /// <param name="take">(item, result), one call at a time, item by item.</param>
    /// <remarks>
    /// Throws what failed first in time, as it was; items that others have begun come to their end before, and their results are not taken.
    /// </remarks>
    public static void Run<T>(int items, int workers, Func<int, int, T> work, Action<int, T> take)
    {
        var waiting = new Dictionary<int, T>();
        int begun = 0, taken = 0;
        ExceptionDispatchInfo? failure = null;
        ParallelRows.For(workers, (worker, _, _) =>
        {
            while (Volatile.Read(ref failure) is null && Interlocked.Increment(ref begun) - 1 is int item && item < items)
            {
                try
                {
                    T result = work(worker, item);
                    lock (waiting)
                    {
                        waiting.Add(item, result);
                        for (; failure is null && waiting.Remove(taken, out T? next); taken++) take(taken, next);
                    }
                }
#pragma warning disable CA1031 // It is thrown again, as it is, by the caller's thread.
                catch (Exception thrown)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(thrown), null);
                }
            }
        });
        failure?.Throw();
    }
}
