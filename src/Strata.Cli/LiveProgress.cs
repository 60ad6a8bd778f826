namespace Strata.Cli;

/// <summary>Progress as a line with a bar, below whatever else is written to the terminal.</summary>
internal sealed class LiveProgress : ProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100), s_tick = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly ProgressState _state;
    private readonly StandardStream _terminal;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long? _drawn;
    private bool _ended;

    public LiveProgress(ProgressState state, StandardStream terminal, TimeProvider time)
    {
        (_state, _terminal, _time) = (state, terminal, time);
        // The time that is left goes on between reports.
        _timer = time.CreateTimer(_ => Draw(atOnce: true), null, TimeSpan.Zero, s_tick);
    }

    public override void Report(double done, double total, string? detail = null, double? earlier = null)
    {
        lock (_lock) _state.Report(done, total, detail, earlier);
        Draw(atOnce: false);
    }

    public override void Say(string line) => _terminal.WriteLine(line);

    public override void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            if (_ended) return;
            _ended = true;
            _terminal.ShowStatus("");
            if (_drawn is not null) _terminal.WriteLine($"{_state.What}: {_state.Summary()}");
        }
    }

    private void Draw(bool atOnce)
    {
        lock (_lock)
        {
            if (_ended || (!atOnce && _drawn is { } last && _time.GetElapsedTime(last) < s_interval)) return;
            _drawn = _time.GetTimestamp();
            _terminal.ShowStatus(ProgressLine.Of(_state, Console.WindowWidth - 1));
        }
    }
}
