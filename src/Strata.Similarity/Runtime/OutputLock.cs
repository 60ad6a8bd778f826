using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Strata.Runtime;

/// <summary>
/// Lets one process at a time into an output. The system's advisory lock on <c>.lock</c> settles who is first on this machine and ends
/// with its process; <c>.holder</c> names the process for people and for other machines, which tell by its time whether the holder lives.
/// Both are taken away at the end.
/// </summary>
public sealed class OutputLock : IDisposable
{
    /// <summary>A holder is a line; whatever is longer was not written here.</summary>
    private const int LargestHolder = 4096;

    /// <summary>How often a holder shows that it lives, and after which silence it counts as dead on other machines.</summary>
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(20), s_silence = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = LockJson.Default,
    };

    private static readonly JsonTypeInfo<LockHolder> s_type = (JsonTypeInfo<LockHolder>)s_json.GetTypeInfo(typeof(LockHolder));

    private readonly FileStream _lock;
    private readonly string _holder;
    private readonly Timer _heart;

    private OutputLock(FileStream file, string holder)
    {
        (_lock, _holder) = (file, holder);
        _heart = new(_ => FileClock.Touch(holder), null, s_beat, s_beat);
    }

    /// <summary>Takes the lock; that of a process that is no more is taken over.</summary>
    /// <param name="output">An existing folder, which then holds both files, or a file, which they are beside.</param>
    /// <param name="patience">How long to wait for another process.</param>
    /// <exception cref="StrataException">Another process holds it, or its folder is closed to this one.</exception>
    public static OutputLock Take(string output, TimeSpan patience = default)
    {
        try
        {
            var waited = Stopwatch.StartNew();
            while (true)
            {
                if (TryTake(Prefix(output), out string? by) is { } taken) return taken;
                if (waited.Elapsed >= patience)
                    throw new StrataException($"{Foreign.Path(output)}: another run is at work here: {by}");
                Thread.Sleep(s_poll);
            }
        }
        catch (UnauthorizedAccessException refused)
        {
            string reason = AtomicFile.Reason(refused);
            throw new StrataException($"{Foreign.Path(output)}: cannot be written: nothing can be kept beside it: {reason}", refused);
        }
    }

    /// <summary>The living holder, or null.</summary>
    public static LockHolder? HolderIn(string output) => HolderAt(Prefix(output));

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
                by = HolderAt(prefix)?.ToString() ?? AtomicFile.Reason(held);
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
                if (HolderAt(prefix) is { } holder)
                {
                    opened.Dispose();
                    by = $"{holder}; if it is no more, delete {Foreign.Path(note)}";
                    return null;
                }
                AtomicFile.WriteText(note, JsonSerializer.Serialize(LockHolder.Self(), s_type) + "\n");
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
        _heart.Dispose();
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

    /// <summary>The living holder of the lock whose files begin so, or null.</summary>
    /// <exception cref="InvalidFileException">There is one, and it may not be read.</exception>
    internal static LockHolder? HolderAt(string prefix)
    {
        string file = Path.GetFullPath(prefix + "holder");
        if (!File.Exists(file)) return null;
        try
        {
            LockHolder? holder = JsonSerializer.Deserialize(InputFile.ReadAll(file, "the holder of a lock", LargestHolder), s_type);
            if (holder is null) return null;
            // A process of another machine cannot be looked at.
            return (holder.IsHere ? holder.Lives : FileClock.AgeOf(file) < s_silence) ? holder : null;
        }
        // Another user's, which this one may not read, is there all the same.
        catch (Exception unreadable) when (unreadable is IOException or JsonException
            or InvalidFileException { InnerException: not UnauthorizedAccessException })
        {
            return null;
        }
    }
}
