using Strata.Runtime;

namespace Strata.Tests.Runtime;

public sealed class ThreadsTests : IDisposable
{
    private const string Variable = "SLURM_CPUS_PER_TASK";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public void Dispose() => Environment.SetEnvironmentVariable(Variable, _before);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("many")]
    [InlineData("1000000")]
    public void Without_a_smaller_allotment_every_core_of_the_process_is_used(string? allotted)
    {
        Environment.SetEnvironmentVariable(Variable, allotted);
        Assert.Equal(Environment.ProcessorCount, Threads.Available());
    }

    [Fact]
    public void Slurm_may_allot_fewer_threads_than_there_are_cores()
    {
        Environment.SetEnvironmentVariable(Variable, "1");
        Assert.Equal(1, Threads.Available());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void An_impossible_number_of_threads_is_refused(int threads)
        => Assert.Throws<InvalidOptionsException>(() => Threads.Set(threads));
}
