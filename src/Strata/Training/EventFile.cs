namespace Strata.Training;

/// <summary>
/// The scalars of a training for TensorBoard: one event for each epoch of the log, in a file of a folder of its own, as TensorBoard wants
/// of each run.
/// </summary>
internal sealed class EventFile
{
    /// <summary>TensorBoard takes any name with "tfevents" in it.</summary>
    public const string Name = "events.out.tfevents.strata";

    private readonly string _path;

    private EventFile(string path) => _path = path;

    /// <summary>
    /// Goes on with the file in a folder: what stands there of the epochs in the log stays, what a kill has cut short or left out is
    /// written, anything else goes.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static EventFile Open(string folder, IReadOnlyList<EpochRecord> log)
    {
        Directory.CreateDirectory(folder);
        var file = new EventFile(Path.Combine(folder, Name));
        byte[] there = File.Exists(file._path) ? File.ReadAllBytes(file._path) : [];
        (int events, int whole) = Whole(there, log.Count);
        using (var stream = new FileStream(file._path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
        {
            if (whole < there.Length) stream.SetLength(whole);
        }
        if (events == 0) file.Append(TrainingEvent.Version(DateTimeOffset.UtcNow));
        // When these ended is not known: as if nothing had come between.
        double behind = log.Skip(Math.Max(0, events - 1)).Sum(epoch => epoch.Seconds);
        foreach (EpochRecord epoch in log.Skip(Math.Max(0, events - 1)))
        {
            behind -= epoch.Seconds;
            file.Append(TrainingEvent.Of(epoch, DateTimeOffset.UtcNow.AddSeconds(-behind)));
        }
        return file;
    }

    public void Append(EpochRecord epoch) => Append(TrainingEvent.Of(epoch, DateTimeOffset.UtcNow));

    /// <summary>How many events stand at the beginning as they should, the version being the first, and in how many bytes.</summary>
    private static (int Events, int Bytes) Whole(ReadOnlySpan<byte> bytes, int epochs)
    {
        (int events, int at) = (0, 0);
        while (events <= epochs && EventRecord.First(bytes[at..]) is var (content, length)
            && TrainingEvent.StepOf(content) == (events == 0 ? null : events))
        {
            events++;
            at += length;
        }
        return (events, at);
    }

    private void Append(byte[] content)
    {
        using var stream = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        stream.Write(EventRecord.Frame(content));
    }
}
