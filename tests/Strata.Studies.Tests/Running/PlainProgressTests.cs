using Strata.Cli;

namespace Strata.Studies.Tests.Running;

/// <summary>Progress in a log, by a clock and a timer that the test moves.</summary>
public sealed class PlainProgressTests
{
    private sealed class Clock : TimeProvider
    {
        private Action? _tick;
        private double _seconds;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(_seconds * 1000);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _tick = () => callback(state);
            return new Nothing();
        }

        public void Pass(int seconds)
        {
            for (int i = 0; i < seconds; i++)
            {
                _seconds++;
                _tick!();
            }
        }

        private sealed class Nothing : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    private sealed class FullDisk : StringWriter
    {
        public bool Full { get; set; }

        public override void WriteLine(string? value)
        {
            if (Full) throw new IOException("No space left on device");
            base.WriteLine(value);
        }
    }

    private readonly Clock _clock = new();

    [Fact]
    public void What_was_told_too_soon_after_a_line_is_written_when_a_line_is_due_though_nothing_more_is_told()
    {
        using var log = new StringWriter();
        using (var progress = new PlainProgress(new ProgressState("training", _clock), log, _clock))
        {
            progress.Report(0, 10, "begins");
            progress.Report(1, 10, "one");
            _clock.Pass(4);
            Assert.Equal("training: 0 of 10, begins\n", log.ToString().ReplaceLineEndings("\n"));
            _clock.Pass(20);
            Assert.StartsWith("training: 0 of 10, begins\ntraining: 1 of 10, one", log.ToString().ReplaceLineEndings("\n"));
            Assert.Equal(2, log.ToString().Count(c => c == '\n'));
        }
        Assert.Equal(2, log.ToString().Count(c => c == '\n'));
    }

    /// <summary>An exception in a timer's callback would end the process, and a training with it.</summary>
    [Fact]
    public void A_log_that_cannot_be_written_does_not_end_what_runs()
    {
        using var log = new FullDisk();
        using var progress = new PlainProgress(new ProgressState("training", _clock), log, _clock);
        progress.Report(0, 10, "begins");
        progress.Report(1, 10, "one");
        log.Full = true;
        _clock.Pass(30);
        log.Full = false;
        _clock.Pass(1);
        Assert.Contains("1 of 10, one", log.ToString(), StringComparison.Ordinal);
    }
}
