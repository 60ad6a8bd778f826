using System.Text.Json;
using Strata.Runtime;

namespace Strata.Studies.Storage;

/// <summary>
/// Lets one run at a time into an output folder. The system's advisory lock on <c>.lock</c> settles who is first on this machine and ends
/// with its process;
/// <c>.holder</c> names the run for people and for other machines.
/// </summary>
public sealed class OutputLock : IDisposable
{
    /// <summary>A holder is a line; whatever is longer was not written here.</summary>
    private const int LargestHolder = 4096;

    private readonly FileStream _lock;
    private readonly string _holder;

    private OutputLock(FileStream file, string holder) => (_lock, _holder) = (file, holder);

    private static string HolderFile(string directory) => Path.Combine(directory, ".holder");

    /// <summary>Takes the lock; that of a run that is no more is taken over.</summary>
    /// <param name="directory">Existing output folder.</param>
    /// <exception cref="StrataException">Another run holds it.</exception>
    public static OutputLock Take(string directory)
    {
        string path = Path.Combine(directory, ".lock"), note = HolderFile(directory);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (File.Exists(path))
        {
            throw new StrataException($"{directory}: another run is at work here: {HolderIn(directory)?.ToString() ?? held.Message}", held);
        }
        // Not every shared file system passes the advisory lock on to other machines.
        if (HolderIn(directory) is { } holder)
        {
            file.Dispose();
            throw new StrataException($"{directory}: another run is at work here: {holder}; if it is no more, delete {note}");
        }
        int self = Environment.ProcessId;
        try
        {
            AtomicFile.WriteText(note,
                JsonSerializer.Serialize(new LockHolder(self, Environment.MachineName, ProcessIdentity.Of(self) ?? "",
                    DateTimeOffset.UtcNow), StudyJson.Line) + "\n");
        }
        catch
        {
            file.Dispose();
            throw;
        }
        return new(file, note);
    }

    /// <summary>The living holder, or null.</summary>
    public static LockHolder? HolderIn(string directory)
    {
        var file = new FileInfo(HolderFile(directory));
        try
        {
            return file is { Exists: true, Length: < LargestHolder }
                && JsonSerializer.Deserialize<LockHolder>(File.ReadAllBytes(file.FullName), StudyJson.Line) is { Lives: true } holder
                ? holder : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        File.Delete(_holder);
        _lock.Dispose();
    }
}
