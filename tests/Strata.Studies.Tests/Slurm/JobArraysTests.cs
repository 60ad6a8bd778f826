using Strata.Studies.Planning;
using Strata.Studies.Slurm;

namespace Strata.Studies.Tests.Slurm;

/// <summary>How steps are put into tasks and arrays.</summary>
public sealed class JobArraysTests
{
    private static PlannedStep Step(string id, int threads, double cost, long bytes, params string[] needs) => new()
    {
        Id = id,
        Title = id,
        Makes = [new("models", id, id)],
        Needs = needs,
        Threads = threads,
        MultiplyAdds = cost,
        Bytes = bytes,
    };

    [Fact]
    public void Small_steps_share_a_task_and_large_ones_have_it_alone()
    {
        PlannedStep[] steps = [.. Enumerable.Range(0, 5).Select(i => Step($"small{i}", 1, 1 + i, 1000)), Step("large", 4, 9, 1000)];
        IReadOnlyList<JobArray> arrays = JobArrays.Of(steps, threads: 4, largest: 1000);
        Assert.Equal(["large", "small4 small3 small2 small1 | small0"], arrays.Select(Words).Order());
        Assert.All(arrays, array => Assert.Equal(4, array.Cpus));
    }

    [Fact]
    public void No_array_is_longer_than_a_cluster_allows_and_none_asks_for_much_more_memory_than_its_steps_take()
    {
        PlannedStep[] steps = [.. Enumerable.Range(0, 7).Select(i => Step($"s{i}", 1, 1, 1L << 30)), Step("huge", 1, 1, 64L << 30)];
        IReadOnlyList<JobArray> arrays = JobArrays.Of(steps, threads: 1, largest: 3);
        Assert.Equal([1, 1, 3, 3], arrays.Select(array => array.Tasks.Count).Order());
        // A GiB of each is for holes in its heap.
        Assert.All(arrays.Where(array => Words(array) != "huge"), array => Assert.InRange(array.Bytes, 2L << 30, 3L << 30));
        Assert.InRange(arrays.Single(array => Words(array) == "huge").Bytes, 64L << 30, 80L << 30);
    }

    [Fact]
    public void What_takes_milliseconds_goes_together_and_each_array_comes_behind_what_it_needs()
    {
        PlannedStep[] steps = [Step("m0", 1, 1, 1), Step("m1", 1, 1, 1), Step("c0", 1, 1, 1, "m0"), Step("c1", 1, 1, 1, "m1", "elsewhere"),
            .. Enumerable.Range(0, 600).Select(i => Step($"b{i}", 1, 0, 1, $"c{i % 2}"))];
        IReadOnlyList<JobArray> arrays = JobArrays.Of(steps, threads: 1, largest: 1000);
        Assert.Equal(["m0 | m1", "c0 | c1"], arrays.Take(2).Select(Words));
        Assert.Equal([500, 100], arrays[2].Tasks.Select(task => task.Count));
        Assert.Equal(1, arrays[2].Cpus);
    }

    [Theory]
    [InlineData("90", 5400), InlineData("1:30", 90), InlineData("2:00:30", 7230), InlineData("1-2", 93600), InlineData("1-2:30", 95400)]
    [InlineData("1-00:00:05", 86405)]
    public void Times_are_read_as_Slurm_reads_them(string text, long seconds) => Assert.Equal(seconds, SlurmTime.Seconds(text));

    private static string Words(JobArray array) => string.Join(" | ", array.Tasks.Select(task => string.Join(' ', task.Select(s => s.Id))));
}
