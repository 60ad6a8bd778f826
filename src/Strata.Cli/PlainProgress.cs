namespace Strata.Cli;

/// <summary>
/// Progress as lines for logs: one at the start, then as often as <see cref="ProgressState.LogInterval"/>, and always the last.
/// </summary>
internal sealed class PlainProgress : ProgressDisplay
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly ProgressState _state;
    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long? _written;
    private bool _pending;

    public PlainProgress(ProgressState state, TextWriter output, TimeProvider time)
    {
        (_state, _output, _time) = (state, output, time);
        // What was told too soon after a line is not told again where the next report is minutes away.
        _timer = time.CreateTimer(_ => Tick(), null, s_tick, s_tick);
    }

    public override void Report(double done, double total, string? detail = null, double? earlier = null)
    {
        lock (_lock)
        {
            _state.Report(done, total, detail, earlier);
            _pending = true;
            if (_state.JustCompleted) Write();
            else WriteDue();
        }
    }

    public override void Say(string line)
    {
        lock (_lock) _output.WriteLine(line);
    }

    public override void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
            if (_pending) Write();
    }

    /// <summary>What cannot be written, as on a full disk, is for the next report to say: nobody catches what a timer throws.</summary>
    private void Tick()
    {
        try
        {
            WriteDue();
        }
        catch (IOException)
        {
        }
    }

    private void WriteDue()
    {
        lock (_lock)
            if (_pending && (_written is not { } last || _time.GetElapsedTime(last) >= _state.LogInterval)) Write();
    }

    private void Write()
    {
        _output.WriteLine($"{_state.What}: {_state.Summary()}");
        (_written, _pending) = (_time.GetTimestamp(), false);
    }
}
