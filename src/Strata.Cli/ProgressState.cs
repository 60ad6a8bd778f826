namespace Strata.Cli;

/// <summary>How far something is and how long it will still take; rendering is somebody else's part.</summary>
/// <param name="what">What runs, such as <c>training resnet38-1x</c>.</param>
internal sealed class ProgressState(string what, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private (long At, double Done)? _first;
    private long _last;

    public string What { get; } = what;

    public double Done { get; private set; }

    /// <summary>Units in all; 1 for a share, which is shown in per cent; 0 where it is not known.</summary>
    public double Total { get; private set; }

    /// <summary>Such as <c>loss 1.23, 812 images/s</c>; null or empty where there is nothing to say.</summary>
    public string? Detail { get; private set; }

    public bool IsComplete => Total > 0 && Done >= Total;

    /// <summary>
    /// Whether the last report was the first of a whole; others may come behind it, as of the drawing of a page.
    /// </summary>
    public bool JustCompleted { get; private set; }

    /// <summary>Since the start; once complete, until then.</summary>
    public TimeSpan Elapsed => IsComplete ? time.GetElapsedTime(_started, _last) : time.GetElapsedTime(_started);

    /// <summary>Between two lines of a log at least: five seconds, later a hundredth of what has passed. A day has hundreds.</summary>
    public TimeSpan LogInterval => TimeSpan.FromSeconds(Math.Clamp(Elapsed.TotalSeconds / 100, 5, 300));

    /// <summary>
    /// From the speed since the first report that knows a whole, without what went before; null while unknown.
    /// </summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (IsComplete) return TimeSpan.Zero;
            if (_first is not var (at, done) || Done <= done) return null;
            double seconds = time.GetElapsedTime(at, _last).TotalSeconds / (Done - done) * (Total - Done)
                - time.GetElapsedTime(_last).TotalSeconds;
            return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(3650).TotalSeconds));
        }
    }

    public void Report(double done, double total, string? detail, double? earlier = null)
    {
        bool before = IsComplete;
        (Done, Total, Detail) = (done, total, detail);
        JustCompleted = IsComplete && !before;
        _last = time.GetTimestamp();
        if (total > 0) _first = (_first?.At ?? _last, earlier ?? _first?.Done ?? done);
    }

    /// <summary>Everything but the name: <c>12 of 300, loss 1.23, 4 min 10 s left</c>.</summary>
    public string Summary()
    {
        var parts = new List<string>();
        if (Total == 1) parts.Add($"{100 * Done:0} %");
        else if (Total > 0) parts.Add($"{Done:0.##} of {Total:0.##}");
        if (!string.IsNullOrEmpty(Detail)) parts.Add(Detail);
        if (IsComplete) parts.Add($"took {Readable(Elapsed)}");
        else if (Remaining is { } left) parts.Add($"{Readable(left)} left");
        return string.Join(", ", parts);
    }

    /// <summary>
    /// Two units are as much as an estimate deserves: <c>8.5 s</c>, <c>42 s</c>, <c>4 min 10 s</c>, <c>3 h 5 min</c>, <c>2 d 4 h</c>.
    /// </summary>
    public static string Readable(TimeSpan time) => time.TotalSeconds switch
    {
        < 9.95 => $"{time.TotalSeconds:0.0} s",
        < 59.5 => $"{time.TotalSeconds:0} s",
        < 3599.5 => Units(time.TotalSeconds, 60, "min", 1, "s"),
        < 86370 => Units(time.TotalSeconds, 3600, "h", 60, "min"),
        _ => Units(time.TotalSeconds, 86400, "d", 3600, "h"),
    };

    private static string Units(double seconds, int large, string largeName, int small, string smallName)
    {
        long smalls = (long)Math.Round(seconds / small);
        (long whole, long rest) = Math.DivRem(smalls, large / small);
        return rest == 0 ? $"{whole} {largeName}" : $"{whole} {largeName} {rest} {smallName}";
    }
}
