using Strata.Cli;

namespace Strata.EndToEnd.Tests;

public sealed class ProgressStateTests
{
    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * 1000);
    }

    private readonly Clock _clock = new();

    [Fact]
    public void The_remaining_time_follows_the_speed_since_the_first_report()
    {
        var state = new ProgressState("training", _clock);
        // A resumed training: a hundred epochs were done before.
        state.Report(100, 300, null);
        Assert.Null(state.Remaining);
        _clock.Seconds = 50;
        state.Report(110, 300, "loss 1.2");
        Assert.Equal(TimeSpan.FromSeconds(950), state.Remaining);
        Assert.Equal("110 of 300, loss 1.2, 15 min 50 s left", state.Summary());
        _clock.Seconds = 70;
        Assert.Equal(TimeSpan.FromSeconds(930), state.Remaining);
    }

    /// <summary>A study that went on with a training at 21 % said that five minutes were left of nine hours.</summary>
    [Fact]
    public void What_an_earlier_run_did_of_a_step_that_goes_on_does_not_count_as_speed()
    {
        var state = new ProgressState("run", _clock);
        state.Report(0, 1, null, earlier: 0);
        _clock.Seconds = 10;
        state.Report(.22, 1, null, earlier: .21);
        Assert.Equal(780, state.Remaining!.Value.TotalSeconds, 1e-6);
        _clock.Seconds = 20;
        // Another step goes on with what it finds.
        state.Report(.33, 1, null, earlier: .31);
        Assert.Equal(670, state.Remaining!.Value.TotalSeconds, 1e-6);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(600, 6)]
    [InlineData(9000, 90)]
    [InlineData(1e6, 300)]
    public void A_log_has_fewer_lines_the_longer_it_gets(double passed, double interval)
    {
        var state = new ProgressState("training", _clock);
        _clock.Seconds = passed;
        Assert.Equal(TimeSpan.FromSeconds(interval), state.LogInterval);
    }

    [Fact]
    public void What_was_looked_at_before_the_whole_was_known_does_not_count_as_speed()
    {
        var state = new ProgressState("run", _clock);
        state.Report(0, 0, "reading what is there, 50 %");
        _clock.Seconds = 1;
        state.Report(.5, 1, null);
        Assert.Null(state.Remaining);
        _clock.Seconds = 11;
        state.Report(.6, 1, null);
        Assert.Equal(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(Math.Round(state.Remaining!.Value.TotalSeconds, 6)));
    }

    [Fact]
    public void What_is_complete_says_how_long_it_took_whenever_it_is_asked()
    {
        var state = new ProgressState("training", _clock);
        state.Report(0, 2, null);
        _clock.Seconds = 4;
        state.Report(2, 2, null);
        _clock.Seconds = 100;
        Assert.Equal("2 of 2, took 4.0 s", state.Summary());
    }

    [Fact]
    public void Without_a_total_only_the_detail_is_said()
    {
        var state = new ProgressState("decoding", _clock);
        state.Report(5, 0, "5 MB");
        _clock.Seconds = 1;
        Assert.Equal("5 MB", state.Summary());
    }

    [Fact]
    public void An_overdue_estimate_is_nothing_rather_than_negative()
    {
        var state = new ProgressState("training", _clock);
        state.Report(0, 2, null);
        _clock.Seconds = 1;
        state.Report(1, 2, null);
        _clock.Seconds = 60;
        Assert.Equal(TimeSpan.Zero, state.Remaining);
    }

    [Fact]
    public void What_goes_on_behind_the_last_unit_completes_nothing_again()
    {
        var state = new ProgressState("study", _clock);
        state.Report(0.5, 1, "train");
        Assert.False(state.JustCompleted);
        state.Report(1, 1, null);
        Assert.True(state.JustCompleted);
        state.Report(1, 1, "the second of its figures");
        Assert.False(state.JustCompleted);
    }

    [Theory]
    [InlineData(0, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.6, "1 min")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(3599.6, "1 h")]
    [InlineData(3660, "1 h 1 min")]
    [InlineData(86399, "1 d")]
    [InlineData(100000, "1 d 4 h")]
    public void Times_have_two_units_at_most(double seconds, string expected)
        => Assert.Equal(expected, ProgressState.Readable(TimeSpan.FromSeconds(seconds)));
}
