using System.Text;

namespace Strata.Runtime;

/// <summary>Files that are either there as a whole or not at all: written beside their place, flushed to disk, then renamed.</summary>
public static class AtomicFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Replaces <paramref name="path"/> by what <paramref name="write"/> writes; missing folders are made.</summary>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written; what was at the path before is
    /// untouched.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string place = Path.GetFullPath(path), folder = Path.GetDirectoryName(place)
            ?? throw new ArgumentException($"'{path}' is a folder, not a file", nameof(path));
        Directory.CreateDirectory(folder);
        // A name of its own for each writer: two processes may write the same file, and the later rename wins as a whole.
        string temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, place, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Replaces <paramref name="path"/> by a text in UTF-8 without byte-order mark.</summary>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(Utf8.GetBytes(text)));
    }
}
