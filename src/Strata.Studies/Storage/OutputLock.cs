using System.Text.Json;
using Strata.Runtime;

namespace Strata.Studies.Storage;

/// <summary>
/// Lets one run at a time into an output folder. The file <c>.lock</c> names the holder for people and other machines, and an advisory lock on it settles
/// who is first on this one; the file stays, empty, when the run is over.
/// </summary>
public sealed class OutputLock : IDisposable
{
    private readonly FileStream _file;

    private OutputLock(FileStream file) => _file = file;

    private static string FileIn(string directory) => Path.Combine(directory, ".lock");

    /// <summary>Takes the lock; that of a run that is no more is taken over.</summary>
    /// <param name="directory">Existing output folder.</param>
    /// <exception cref="StrataException">Another run holds it.</exception>
    public static OutputLock Take(string directory)
    {
        string path = FileIn(directory);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (File.Exists(path))
        {
            throw new StrataException($"{directory}: another run is at work here: {HolderIn(directory)?.ToString() ?? held.Message}", held);
        }
        if (Read(file) is { Lives: true } holder)
        {
            file.Dispose();
            throw new StrataException($"{directory}: another run is at work here: {holder}; if it is no more, delete {path}");
        }
        int self = Environment.ProcessId;
        file.SetLength(0);
        JsonSerializer.Serialize(file, new LockHolder(self, Environment.MachineName, ProcessIdentity.Of(self) ?? "", DateTimeOffset.UtcNow), StudyJson.Line);
        file.Flush(flushToDisk: true);
        return new(file);
    }

    /// <summary>The living holder, or null.</summary>
    public static LockHolder? HolderIn(string directory)
    {
        try
        {
            // Sharing everything takes no advisory lock, so that looking never disturbs the holder.
            using var file = new FileStream(FileIn(directory), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Read(file) is { Lives: true } holder ? holder : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static LockHolder? Read(FileStream file)
    {
        try
        {
            // A holder is a line; whatever is longer was not written here.
            return file.Length is > 0 and < 4096 ? JsonSerializer.Deserialize<LockHolder>(file, StudyJson.Line) : null;
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            file.Position = 0;
        }
    }

    public void Dispose()
    {
        _file.SetLength(0);
        _file.Dispose();
    }
}
