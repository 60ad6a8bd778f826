namespace Strata.Cli;

/// <summary>
/// Progress as lines for logs: one at the start, then as often as <see cref="ProgressState.LogInterval"/>, and always the last.
/// </summary>
internal sealed class PlainProgress(ProgressState state, TextWriter output, TimeProvider time) : ProgressDisplay
{
    private readonly Lock _lock = new();
    private long? _written;
    private bool _pending;

    public override void Report(double done, double total, string? detail = null, double? earlier = null)
    {
        lock (_lock)
        {
            state.Report(done, total, detail, earlier);
            _pending = true;
            if (_written is not { } last || state.JustCompleted || time.GetElapsedTime(last) >= state.LogInterval) Write();
        }
    }

    public override void Say(string line)
    {
        lock (_lock) output.WriteLine(line);
    }

    public override void Dispose()
    {
        lock (_lock)
            if (_pending) Write();
    }

    private void Write()
    {
        output.WriteLine($"{state.What}: {state.Summary()}");
        (_written, _pending) = (time.GetTimestamp(), false);
    }
}
