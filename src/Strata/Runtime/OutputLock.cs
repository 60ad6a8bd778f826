using System.Text.Encodings.Web;
using System.Text.Json;

namespace Strata.Runtime;

/// <summary>
/// Lets one process at a time into an output. The system's advisory lock on <c>.lock</c> settles who is first on this machine and ends
/// with its process; <c>.holder</c> names the process for people and for other machines. Both are taken away at the end.
/// </summary>
public sealed class OutputLock : IDisposable
{
    /// <summary>A holder is a line; whatever is longer was not written here.</summary>
    private const int LargestHolder = 4096;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly FileStream _lock;
    private readonly string _holder;

    private OutputLock(FileStream file, string holder) => (_lock, _holder) = (file, holder);

    /// <summary>Takes the lock; that of a process that is no more is taken over.</summary>
    /// <param name="output">An existing folder, which then holds both files, or a file, which they are beside.</param>
    /// <exception cref="StrataException">Another process holds it, or its folder is closed to this one.</exception>
    public static OutputLock Take(string output)
    {
        try
        {
            return TryTake(Prefix(output), out string? by)
                ?? throw new StrataException($"{Foreign.Path(output)}: another run is at work here: {by}");
        }
        catch (UnauthorizedAccessException refused)
        {
            string reason = AtomicFile.Reason(refused);
            throw new StrataException($"{Foreign.Path(output)}: cannot be written: nothing can be kept beside it: {reason}", refused);
        }
    }

    /// <summary>The living holder, or null.</summary>
    public static LockHolder? HolderIn(string output) => LivingHolder(Prefix(output));

    /// <param name="prefix">What the names of both files begin with.</param>
    /// <param name="by">Where it is held: by whom, in words.</param>
    internal static OutputLock? TryTake(string prefix, out string? by)
    {
        string path = prefix + "lock", note = prefix + "holder";
        // A link laid there by somebody else would have us write elsewhere.
        foreach (string file in (string[])[path, note])
        {
            if (FileState.Of(file, throughLinks: false).Kind is not (FileKind.Missing or FileKind.File))
                throw new StrataException($"{Foreign.Path(file)}: is no file, but a lock has to be there");
        }
        for (int vanished = 0; ;)
        {
            FileStream opened;
            try
            {
                opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (File.Exists(path))
            {
                by = LivingHolder(prefix)?.ToString() ?? AtomicFile.Reason(held);
                return null;
            }
            catch (IOException) when (Directory.Exists(System.IO.Path.GetDirectoryName(path)) && ++vanished < 1000)
            {
                // It was held when it was to be opened, and is gone by now.
                continue;
            }
            // Who held it takes the file away at the end, perhaps between our opening and locking it.
            if (FileState.Of(opened.SafeFileHandle).Identity != FileState.Of(path).Identity)
            {
                opened.Dispose();
                continue;
            }
            try
            {
                // Not every shared file system passes the advisory lock on to other machines.
                if (LivingHolder(prefix) is { } holder)
                {
                    opened.Dispose();
                    by = $"{holder}; if it is no more, delete {Foreign.Path(note)}";
                    return null;
                }
                AtomicFile.WriteText(note, JsonSerializer.Serialize(LockHolder.Self(), s_json) + "\n");
            }
            catch
            {
                opened.Dispose();
                throw;
            }
            Unfinished.Add(path);
            Unfinished.Add(note);
            by = null;
            return new(opened, note);
        }
    }

    public void Dispose()
    {
        Unfinished.Remove(_holder);
        if (OperatingSystem.IsWindows()) _lock.Dispose();
        // While it is still locked: behind that it may be another's.
        Unfinished.Remove(_lock.Name);
        _lock.Dispose();
    }

    private static string Prefix(string output)
    {
        OutputPlace place = OutputPlace.Of(output);
        return place.Kind == FileKind.Folder
            ? Path.Combine(place.Path, ".")
            : Path.Combine(Path.GetDirectoryName(place.Path)!, $".{Path.GetFileName(place.Path)}.");
    }

    private static LockHolder? LivingHolder(string prefix)
    {
        var file = new FileInfo(prefix + "holder");
        try
        {
            if (file is not { Exists: true, Length: < LargestHolder }) return null;
            LockHolder? holder = JsonSerializer.Deserialize<LockHolder>(File.ReadAllBytes(file.FullName), s_json);
            return holder is { Lives: true } ? holder : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return null;
        }
    }
}
