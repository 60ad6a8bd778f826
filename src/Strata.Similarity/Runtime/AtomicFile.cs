using System.Runtime.InteropServices;
using System.Text;

namespace Strata.Runtime;

/// <summary>
/// Files that are either there as a whole or not at all: written beside their place, flushed to disk, then renamed. Links are followed;
/// mode and owner of a file that is replaced stay. Where a rename cannot be, as in a folder that is closed to us or over a mounted file,
/// the finished content is copied into the file, which is emptied should that fail. Devices, pipes and open streams are written to.
/// </summary>
public static partial class AtomicFile
{
    private const string TemporaryEnd = ".tmp";
    private const int Writing = 2;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly TimeSpan s_abandoned = TimeSpan.FromHours(1);

    /// <summary>Replaces <paramref name="path"/> by what <paramref name="write"/> writes; missing folders are made.</summary>
    /// <exception cref="IOException">The disk is full, or the place cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            OutputPlace place = OutputPlace.Of(path);
            if (place.IsStream) WriteInto(place, write);
            else Replace(place, write);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{Foreign.Path(path)}: cannot be written: {Reason(refused)}", refused);
        }
    }

    /// <summary>Replaces <paramref name="path"/> by a text in UTF-8 without byte-order mark.</summary>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(Utf8.GetBytes(text)));
    }

    /// <summary>
    /// Finds out before any work whether a file can be written, by really making something there, and takes away what killed writers left.
    /// </summary>
    /// <exception cref="StrataException">It cannot, or the name is that of a folder.</exception>
    public static void Require(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0) throw new InvalidOptionsException("'' names no file to write");
        try
        {
            OutputPlace place = OutputPlace.Of(path);
            if (place.Kind == FileKind.Folder || Path.EndsInDirectorySeparator(path))
                throw new StrataException($"{Foreign.Path(path)}: is a folder, expected the name of the file to write");
            if (place.IsStream) return;
            string folder = NewFolders.Make(Path.GetDirectoryName(place.Path)!);
            if (place.Kind == FileKind.File) RequireWritable(place.Path);
            SweepTemporaries(folder, s_abandoned);
            if (TryCreateBeside(place) is not { } probe) return;
            probe.Dispose();
            Unfinished.Remove(probe.Name);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new StrataException($"{Foreign.Path(path)}: cannot be written: {Reason(refused)}", refused);
        }
    }

    /// <summary>Why the system refused, in its words, without the names of temporary files.</summary>
    internal static string Reason(Exception refused) => refused.InnerException is IOException or UnauthorizedAccessException
        ? Reason(refused.InnerException)
        : refused.Message.Split(" : '")[0].TrimEnd('.');

    /// <summary>Puts a finished file into its place; one that is there already passes mode and owner on to it.</summary>
    internal static void Put(string finished, OutputPlace place)
    {
        if (place.Kind == FileKind.File)
        {
            RequireWritable(place.Path);
            if (!TakesAfter(finished, place.Path))
            {
                CopyInto(finished, place.Path);
                return;
            }
        }
        try
        {
            File.Move(finished, place.Path, overwrite: true);
        }
        catch (IOException) when (place.Kind == FileKind.File && File.Exists(finished))
        {
            // A file that is mounted by itself is busy.
            CopyInto(finished, place.Path);
        }
    }

    /// <summary>Where a file could be replaced in its folder, it may be read-only itself: whoever made it so meant that.</summary>
    /// <exception cref="IOException">It is.</exception>
    internal static void RequireWritable(string file)
    {
        // Not by opening it, which would be in others' way for a moment.
        if (OperatingSystem.IsWindows() ? File.GetAttributes(file).HasFlag(FileAttributes.ReadOnly) : access(file, Writing) != 0)
            throw new IOException(OperatingSystem.IsWindows() ? "The file is read-only" : Marshal.GetLastPInvokeErrorMessage());
    }

    private static void WriteInto(OutputPlace place, Action<Stream> write)
    {
        using Stream stream = place.Descriptor is { } number
            ? new BufferedStream(new DescriptorStream(number), 1 << 16)
            : new FileStream(place.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        write(stream);
    }

    private static void Replace(OutputPlace place, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(place.Path)!);
        FileStream stream = TryCreateBeside(place) ?? Create(Path.GetTempPath());
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            lock (Unfinished.Showing) Put(stream.Name, place);
        }
        finally
        {
            Unfinished.Remove(stream.Name);
        }
    }

    /// <summary>Null where the folder is closed, but the file in it need not be.</summary>
    private static FileStream? TryCreateBeside(OutputPlace place)
    {
        try
        {
            return Create(Path.GetDirectoryName(place.Path)!);
        }
        catch (Exception closed) when (place.Kind == FileKind.File && closed is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A name of its own for each writer: two processes may write the same file, and the later rename wins as a whole.</summary>
    private static FileStream Create(string folder)
    {
        string path = Path.Combine(folder, $".strata-{Path.GetRandomFileName()}{TemporaryEnd}");
        Unfinished.Add(path);
        return new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
    }

    /// <summary>Takes away what killed writers left in a folder.</summary>
    /// <param name="age">For how long it has not been written to; 0 for who is alone there.</param>
    internal static void SweepTemporaries(string folder, TimeSpan age)
    {
        foreach (string left in Directory.EnumerateFiles(folder, $".strata-*{TemporaryEnd}"))
        {
            try
            {
                // Not every shared file system passes locks on to other machines, but a file that is being written changes.
                if (File.GetLastWriteTimeUtc(left) > DateTime.UtcNow - age) continue;
                using FileStream alone = new(left, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(left);
            }
            catch (Exception others) when (others is IOException or UnauthorizedAccessException)
            {
                // Somebody is at work in it, or it is somebody else's.
            }
        }
    }

    /// <summary>Gives a new file the mode and owner of the old one.</summary>
    /// <returns>False where this process may not give files away: then only the old one has that owner.</returns>
    private static bool TakesAfter(string finished, string old)
    {
        if (OperatingSystem.IsWindows()) return true;
        FileState mine = FileState.Of(finished), before = FileState.Of(old);
        if ((mine.User, mine.Group) != (before.User, before.Group) && chown(finished, before.User, before.Group) != 0) return false;
        // After the owner, whose change takes some bits off the mode.
        File.SetUnixFileMode(finished, File.GetUnixFileMode(old));
        return true;
    }

    private static void CopyInto(string finished, string path)
    {
        using FileStream from = File.OpenRead(finished), to = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        try
        {
            to.SetLength(0);
            from.CopyTo(to);
            to.Flush(flushToDisk: true);
        }
        catch
        {
            to.SetLength(0);
            throw;
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int access(string path, int wish);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chown(string path, uint user, uint group);
}
