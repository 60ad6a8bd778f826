using System.CommandLine;
using System.Diagnostics;
using Strata.Data;

namespace Strata.Cli;

/// <summary>What a user sees of a set of images that is opened: notes, and progress once it takes longer than a moment.</summary>
internal sealed class LoadingDisplay(ParseResult parsed) : IProgress<LoadProgress>, IDisposable
{
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(2), s_interval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private ProgressDisplay? _display;
    private string? _step;
    private bool _complete;
    private long _last;

    /// <summary>Opens the set that a command works on.</summary>
    public static ImageSet Load(ParseResult parsed, string source, CancellationToken stop)
        => Load(parsed, source, CommonOptions.ImageReading.Read(parsed), stop);

    /// <summary>Opens it in a way of the command's own.</summary>
    public static ImageSet Load(ParseResult parsed, string source, ImageReading reading, CancellationToken stop)
    {
        using var display = new LoadingDisplay(parsed);
        return ImageSets.Load(source, display.Options(stop) with { Reading = reading });
    }

    public LoadOptions Options(CancellationToken stop)
        => new()
        {
            Say = Say,
            Progress = this,
            Fresh = parsed.GetValue(CommonOptions.NoCache),
            Stop = stop,
        };

    public void Report(LoadProgress value)
    {
        lock (_lock)
        {
            if (Stopwatch.GetElapsedTime(_started) < s_moment) return;
            if (value.Step != _step) End();
            // A compressed archive is at its last byte long before its last member.
            else if (_complete || Stopwatch.GetElapsedTime(_last) < s_interval && value.Done < value.Total) return;
            _display ??= ProgressDisplay.Start(parsed, value.Step);
            (_step, _complete) = (value.Step, value.Done >= value.Total);
            _display.Report(value.Done, value.Total);
            _last = Stopwatch.GetTimestamp();
        }
    }

    public void Dispose()
    {
        lock (_lock) End();
    }

    private void Say(string line)
    {
        lock (_lock)
        {
            if (_display is not null) _display.Say(line);
            else CommonOptions.Say(parsed)?.Invoke(line);
        }
    }

    private void End()
    {
        _display?.Dispose();
        _display = null;
    }
}
