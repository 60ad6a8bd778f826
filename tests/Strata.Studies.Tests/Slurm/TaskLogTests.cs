using Strata.Studies.Slurm;

namespace Strata.Studies.Tests.Slurm;

/// <summary>Why a task ended, as its log has it.</summary>
public sealed class TaskLogTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("slurmstepd-n1: error: StepId=12.batch exceeded memory limit (207392768 > 157286400), being killed\n"
        + "slurmstepd-n1: error: *** JOB 12 ON n1 CANCELLED AT 2026-11-29T13:53:39 ***\n")]
    [InlineData("epoch 1\nslurmstepd: error: Detected 1 oom_kill event in StepId=7.batch. Some of the step tasks have been OOM Killed.\n")]
    public void Memory_is_named_where_Slurm_killed_for_it(string log) => Assert.StartsWith("killed for memory", Why(log));

    [Fact]
    public void Else_the_last_line_says_it()
        => Assert.Equal("blocks-a: needs models/a, not there yet", Why("blocks-a: 0 %\rblocks-a: needs models/a, not there yet\n\n"));

    [Fact]
    public void The_end_of_a_long_log_is_enough_and_what_would_steer_a_terminal_is_shown()
        => Assert.Equal(@"the \u001B[31mend", Why(new string('x', 1 << 20) + "\nthe \u001B[31mend"));

    [Fact]
    public void An_empty_log_and_none_say_nothing()
    {
        Assert.Null(Why(""));
        Assert.Null(TaskLog.Why(Path.Combine(_folder.Path, "none")));
    }

    private string? Why(string log)
    {
        string path = Path.Combine(_folder.Path, "log");
        File.WriteAllText(path, log);
        return TaskLog.Why(path);
    }
}
