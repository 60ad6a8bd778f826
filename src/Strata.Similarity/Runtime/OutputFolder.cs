using System.Text.RegularExpressions;

namespace Strata.Runtime;

/// <summary>
/// A folder of results that is complete or absent. It is made in a working folder of a random name that no other process meets, and then
/// shown: by one rename where there is no folder yet, else by moving its files into the one that is there, which stays what it is: a mount
/// point, the folder that a shell is in, with its owner and mode. Meanwhile the file that marks a complete result is absent.
/// </summary>
public sealed partial class OutputFolder : IDisposable
{
    private const string Own = ".strata-";

    private readonly OutputLock _lock;
    private readonly string _working, _marker;

    private OutputFolder(string path, string working, string marker, OutputLock held)
        => (Path, _working, _marker, _lock) = (path, working, marker, held);

    /// <summary>The folder, behind links.</summary>
    public string Path { get; }

    /// <summary>Makes the working folder; an earlier result may be replaced, anything else that is there is somebody's.</summary>
    /// <exception cref="StrataException">Nothing can be written there, or it holds something else.</exception>
    public static OutputFolder Claim(string path, FolderContent content)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(content);
        if (path.Length == 0) throw new InvalidOptionsException("'' names no folder to make");
        try
        {
            OutputPlace place = PlaceOf(path);
            if (place.Kind == FileKind.Folder) RequireOwn(path, content);
            // Inside a folder that is there: beside a mount point is another disk, and the folder around may be closed.
            string around = place.Kind == FileKind.Folder ? place.Path : System.IO.Path.GetDirectoryName(place.Path)!;
            NewFolders.Make(around);
            Sweep(around);
            string prefix = System.IO.Path.Combine(around, $"{Own}{Guid.NewGuid():N}."), working = prefix + "partial";
            OutputLock held = OutputLock.TryTake(prefix, out _) ?? throw new IOException($"{prefix}lock is another process's");
            Unfinished.Add(working);
            Directory.CreateDirectory(working);
            return new(place.Path, working, content.Marker, held);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StrataException($"{Foreign.Path(path)}: cannot be written: {AtomicFile.Reason(refused)}", refused);
        }
    }

    /// <summary>Where a folder of results goes.</summary>
    /// <exception cref="StrataException">Something else than a folder is there.</exception>
    public static OutputPlace PlaceOf(string path)
    {
        OutputPlace place = OutputPlace.Of(path);
        if (!place.IsStream && place.Kind != FileKind.File) return place;
        string kind = place.IsStream ? "device" : "file";
        throw new StrataException($"{Foreign.Path(path)}: is a {kind}, expected the name of the folder to make");
    }

    /// <summary>Has the result made in the working folder, then shows it.</summary>
    /// <param name="make">Told the working folder.</param>
    public void Publish(Action<string> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        try
        {
            make(_working);
            if (!System.IO.Path.Exists(Path))
            {
                Directory.Move(_working, Path);
                return;
            }
            lock (Unfinished.Showing)
            {
                File.Delete(System.IO.Path.Combine(Path, _marker));
                MoveInto(_working, Path, last: _marker);
            }
        }
        catch (Exception refused) when (Refusal(refused) is { } reason)
        {
            throw new IOException($"{Foreign.Path(Path)}: cannot be written: {AtomicFile.Reason(reason)}", refused);
        }
    }

    public void Dispose()
    {
        Unfinished.Remove(_working);
        _lock.Dispose();
    }

    /// <summary>Deletes the working folders of processes that are no more; never through a link.</summary>
    public static void Sweep(string folder)
    {
        IEnumerable<string> prefixes = Directory.EnumerateFileSystemEntries(folder, $"{Own}*")
            .Select(entry => WorkingName().Match(System.IO.Path.GetFileName(entry))).Where(match => match.Success)
            .Select(match => System.IO.Path.Combine(folder, match.Groups["prefix"].Value)).Distinct();
        foreach (string prefix in prefixes.ToList())
        {
            try
            {
                using OutputLock? dead = OutputLock.TryTake(prefix, out _);
                if (dead is null) continue;
                Unfinished.Remove(prefix + "partial");
            }
            catch (Exception others) when (others is StrataException or IOException or UnauthorizedAccessException)
            {
                // Somebody else's: it stays, and is in nobody's way.
            }
        }
    }

    /// <summary>Figures are drawn side by side, so that what the system refused to one may come as one of several.</summary>
    private static Exception? Refusal(Exception refused) => refused switch
    {
        IOException or UnauthorizedAccessException => refused,
        AggregateException several => several.Flatten().InnerExceptions.Select(Refusal).FirstOrDefault(r => r is not null),
        _ => null,
    };

    private static void RequireOwn(string path, FolderContent content)
    {
        string[] entries = [.. Directory.EnumerateFileSystemEntries(path).Where(entry => !IsOwn(entry))];
        foreach (string file in entries.Where(File.Exists)) AtomicFile.RequireWritable(file);
        if (content.Names is not { } names) return;
        string? foreign = entries.Where(entry => !names.Contains(System.IO.Path.GetFileName(entry)) || Directory.Exists(entry))
            .Order(StringComparer.Ordinal).FirstOrDefault();
        if (foreign is not null)
        {
            string name = Foreign.Quoted(System.IO.Path.GetFileName(foreign));
            throw new StrataException($"{Foreign.Path(path)}: holds {name}, which is no part of {content.Kind}; choose another folder");
        }
        if (entries.Length > 0 && !File.Exists(System.IO.Path.Combine(path, names[0])))
        {
            string others = $"holds other files than {content.Kind}, without {names[0]}";
            throw new StrataException($"{Foreign.Path(path)}: {others}; choose another folder");
        }
    }

    /// <summary>Working folders and temporary files, of this process or another.</summary>
    private static bool IsOwn(string entry) => System.IO.Path.GetFileName(entry).StartsWith(Own, StringComparison.Ordinal);

    private static void MoveInto(string from, string to, string? last = null)
    {
        Directory.CreateDirectory(to);
        var names = Directory.EnumerateFileSystemEntries(from).Select(entry => System.IO.Path.GetFileName(entry)!).ToHashSet();
        foreach (string old in Directory.GetFileSystemEntries(to))
        {
            string name = System.IO.Path.GetFileName(old);
            bool replaced = names.Contains(name) && Directory.Exists(old) == Directory.Exists(System.IO.Path.Combine(from, name));
            if (!replaced && !IsOwn(old)) Unfinished.Remove(old);
        }
        foreach (string name in names.Order(StringComparer.Ordinal).OrderBy(name => name == last))
        {
            string source = System.IO.Path.Combine(from, name), target = System.IO.Path.Combine(to, name);
            if (Directory.Exists(source)) MoveInto(source, target);
            else AtomicFile.Put(source, OutputPlace.Of(target));
        }
    }

    [GeneratedRegex("^(?<prefix>[.]strata-[0-9a-f]{32}[.])(partial|lock|holder)$")]
    private static partial Regex WorkingName();
}
