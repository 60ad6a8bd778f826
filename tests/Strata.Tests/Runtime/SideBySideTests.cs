using Strata.Processor;
using Strata.Runtime;

namespace Strata.Tests.Runtime;

public sealed class SideBySideTests : IDisposable
{
    public SideBySideTests() => Threads.Set(2);

    public void Dispose() => Threads.Set(1);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(100, 2)]
    [InlineData(100, 1)]
    public void Every_result_is_taken_once_and_in_order(int items, int workers)
    {
        var taken = new List<int>();
        SideBySide.Run(
            items,
            workers,
            (worker, item) =>
            {
                Assert.InRange(worker, 0, workers - 1);
                // Early items take longest, so that later ones wait for them.
                Thread.SpinWait(item % 7 == 0 ? 200_000 : 100);
                return item * item;
            },
            (item, result) =>
            {
                Assert.Equal(item * item, result);
                taken.Add(item);
            });
        Assert.Equal(Enumerable.Range(0, items), taken);
    }

    [Fact]
    public void A_worker_has_one_thread_and_a_single_one_all_of_them()
    {
        var parts = new int[2];
        SideBySide.Run(1, 2, (_, _) => ParallelRows.Parts, (_, found) => parts[0] = found);
        SideBySide.Run(1, 1, (_, _) => ParallelRows.Parts, (_, found) => parts[1] = found);
        Assert.Equal([1, 2], parts);
        Assert.Equal(2, ParallelRows.Parts);
    }

    [Fact]
    public void Rows_within_a_part_are_one_part()
    {
        var ranges = new List<(int Part, int First, int End)>();
        SideBySide.Run(1, 2, (_, _) =>
        {
            ParallelRows.For(10, (part, first, end) => ranges.Add((part, first, end)));
            return 0;
        }, (_, _) => { });
        Assert.Equal([(0, 0, 10)], ranges);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_an_item_throws_comes_out_as_it_is_and_ends_the_work(int workers)
    {
        int begun = 0;
        var taken = new List<int>();
        var thrown = Assert.Throws<OperationCanceledException>(() => SideBySide.Run(
            1000,
            workers,
            (_, item) =>
            {
                Interlocked.Increment(ref begun);
                if (item > 5) Thread.Sleep(1);
                return item == 5 ? throw new OperationCanceledException("five") : item;
            },
            (item, _) => taken.Add(item)));
        Assert.Equal("five", thrown.Message);
        Assert.True(begun < 1000);
        Assert.Equal(Enumerable.Range(0, taken.Count), taken);
        Assert.True(taken.Count <= 5);
    }

    [Fact]
    public void Nothing_is_taken_after_a_result_that_was_refused()
    {
        var taken = new List<int>();
        Assert.Throws<InvalidDataException>(() => SideBySide.Run(
            100,
            2,
            (_, item) => item,
            (item, _) =>
            {
                taken.Add(item);
                if (item == 3) throw new InvalidDataException("three");
            }));
        Assert.Equal([0, 1, 2, 3], taken);
    }

    /// <summary>The package names its OpenMP by a hash of the file; another version would leave all work to .NET's own threads.</summary>
    [Fact]
    public void On_64_bit_Linux_the_threads_are_libtorchs()
    {
        Needs.Machine(MachineCode.Problem is null, "64-bit x86 Linux only");
        Assert.True(ParallelRows.HoldsLibtorch, "libtorch's OpenMP has another name than ParallelRows looks for");
    }

    [Fact]
    public void Two_workers_are_at_work_at_once()
    {
        Needs.Machine(ParallelRows.HoldsLibtorch, "libtorch brings no OpenMP here that threads could be taken from.");
        using var meeting = new Barrier(2);
        int met = 0;
        SideBySide.Run(2, 2, (_, _) => meeting.SignalAndWait(TimeSpan.FromSeconds(30)), (_, both) => met += both ? 1 : 0);
        Assert.Equal(2, met);
    }
}
