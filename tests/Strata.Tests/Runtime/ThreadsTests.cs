using Strata.Runtime;

namespace Strata.Tests.Runtime;

public sealed class ThreadsTests : IDisposable
{
    private const string Variable = "SLURM_CPUS_PER_TASK", OpenMp = "OMP_NUM_THREADS";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable),
        _beforeOpenMp = Environment.GetEnvironmentVariable(OpenMp);

    public ThreadsTests() => Environment.SetEnvironmentVariable(OpenMp, null);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        Environment.SetEnvironmentVariable(OpenMp, _beforeOpenMp);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData(" 3 ", 3)]
    [InlineData("2,4", 2)]
    [InlineData("1000000", null)]
    [InlineData("", 0)]
    [InlineData("0", 0)]
    [InlineData("-1", 0)]
    [InlineData("many", 0)]
    public void What_OpenMP_is_asked_for_is_the_default(string asked, int? expected)
    {
        Environment.SetEnvironmentVariable(OpenMp, asked);
        Assert.Equal(expected switch { null => Threads.Most, 0 => Environment.ProcessorCount, _ => expected }, Threads.Available());
    }

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
    [InlineData(1024)]
    public void An_impossible_number_of_threads_is_refused(int threads)
    {
        if (threads > 0) threads = Math.Max(threads, Threads.Most + 1);
        Assert.Contains("is not from 1 to", Assert.Throws<InvalidOptionsException>(() => Threads.Set(threads)).Message);
    }
}
