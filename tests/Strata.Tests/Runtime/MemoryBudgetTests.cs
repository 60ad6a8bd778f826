using Strata.Runtime;

namespace Strata.Tests.Runtime;

public class MemoryBudgetTests
{
    [Fact]
    public void No_more_is_taken_at_a_time_than_there_is_except_by_one_alone()
    {
        const long All = 100;
        var budget = new MemoryBudget(All);
        var random = new RandomSequence(1, "budget");
        long[] wanted = [.. Enumerable.Range(0, 400).Select(_ => 1L + random.Next(149))];
        long taken = 0;
        int holders = 0;
        Parallel.ForEach(wanted, new ParallelOptions { MaxDegreeOfParallelism = 8 }, part =>
        {
            using IDisposable memory = budget.Take(part);
            int others = Interlocked.Increment(ref holders) - 1;
            long now = Interlocked.Add(ref taken, part);
            Thread.SpinWait(200);
            bool fits = now <= All || others == 0;
            Interlocked.Add(ref taken, -part);
            Interlocked.Decrement(ref holders);
            Assert.True(fits, $"{now} bytes were taken at once, beside {others} others");
        });
    }
}
