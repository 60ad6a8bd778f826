namespace Strata.Data;

/// <summary>How a set of images is opened.</summary>
public sealed record LoadOptions
{
    /// <summary>Told what takes time and what is odd but no error, one sentence each.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Told how far a step that may take long has come.</summary>
    public IProgress<LoadProgress>? Progress { get; init; }

    /// <summary>Reads the source even where a decoded copy of it is kept, and replaces the copy.</summary>
    public bool Fresh { get; init; }

    /// <summary>Which images, and held or streamed.</summary>
    public ImageReading Reading { get; init; } = new();

    /// <summary>Ends the reading with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken Stop { get; init; }

    internal void Report(string step, double done, double total) => Progress?.Report(new(step, done, total));
}
