using System.Formats.Tar;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>Reads the members of a <c>.tar</c> or <c>.tar.gz</c> one after the other; nothing is ever unpacked to disk.</summary>
internal static class TarArchive
{
    /// <summary>Whether the file starts as gzip (1f 8b) or holds the tar magic at 257, whatever its name.</summary>
    public static bool Is(string path)
    {
        using FileStream file = Open(path);
        return IsGzip(file) || IsTar(file);
    }

    /// <summary>The regular files and the folders, in the archive's order.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="read">
    /// Whether to read a member of this name, and at most how many bytes of it; null skips it. Folders are always shown, with null content.
    /// </param>
    /// <exception cref="InvalidFileException">
    /// The archive is missing, damaged or a decompression bomb, a member's name is absolute or climbs out with <c>..</c>, a member is a
    /// link or device, or is larger than wanted.
    /// </exception>
    public static IEnumerable<(string Name, byte[]? Content)> Members(string path, Func<string, int?> read)
    {
        using FileStream file = Open(path);
        bool gzip = IsGzip(file);
        if (!gzip && !EndsInZeros(file))
            throw new InvalidFileException(path, "is cut off: it lacks the block of zeros that ends a tar archive");
        using Stream content = new TarHeaderGuard(gzip ? new GzipFile(file, path) : file, path);
        using var tar = new TarReader(content);
        int count = 0;
        while (Next(tar, path, count) is { } entry)
        {
            count++;
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes or TarEntryType.ExtendedAttributes) continue;
            string name = Name(entry, path);
            if (entry.EntryType is TarEntryType.Directory)
            {
                if (name.Length > 0) yield return (name, null);
                continue;
            }
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
                throw new InvalidFileException($"{path}!{name}", $"is a {entry.EntryType} entry; expected files and folders only");
            if (read(name) is not { } limit) continue;
            if (entry.Length > limit)
                throw new InvalidFileException($"{path}!{name}", $"claims {entry.Length} bytes; expected at most {limit}");
            yield return (name, Content(entry, path, name));
        }
        // To the very end, where gzip keeps its checksum and length.
        if (gzip) Drain(content);
        if (count == 0) throw new InvalidFileException(path, "holds no member; expected a tar archive of images");
    }

    public static FileStream Open(string path)
    {
        if (Directory.Exists(path)) throw new InvalidFileException(path, "is a folder; expected a file");
        if (!File.Exists(path)) throw new InvalidFileException(path, "no such file or folder");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw new InvalidFileException(path, $"cannot be read ({denied.Message})", denied);
        }
    }

    public static bool IsGzip(FileStream file)
    {
        file.Position = 0;
        bool gzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return gzip;
    }

    private static bool IsTar(FileStream file)
    {
        Span<byte> magic = stackalloc byte[5];
        file.Position = 257;
        bool tar = file.ReadAtLeast(magic, 5, throwOnEndOfStream: false) == 5 && magic.SequenceEqual("ustar"u8);
        file.Position = 0;
        return tar;
    }

    /// <summary>Without the closing block an archive that was cut between two members would pass for whole.</summary>
    private static bool EndsInZeros(FileStream file)
    {
        byte[] block = new byte[512];
        if (file.Length < block.Length) return false;
        file.Position = file.Length - block.Length;
        file.ReadExactly(block);
        file.Position = 0;
        return !block.AsSpan().ContainsAnyExcept((byte)0);
    }

    private static TarEntry? Next(TarReader tar, string path, int after)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            throw new InvalidFileException(path, $"is damaged or cut off after member {after} ({damaged.Message})", damaged);
        }
    }

    private static void Drain(Stream content)
    {
        byte[] rest = new byte[1 << 16];
        while (content.Read(rest) > 0) { }
    }

    private static byte[] Content(TarEntry entry, string path, string name)
    {
        try
        {
            return entry.DataStream is { } data ? BoundedReader.Exactly(data, (int)entry.Length, $"{path}!{name}", "content") : [];
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            throw new InvalidFileException($"{path}!{name}", $"is damaged or cut off ({damaged.Message})", damaged);
        }
    }

    /// <summary>What the framework's reader throws on archives that are no archives.</summary>
    private static bool IsDamage(Exception exception)
        => exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException
        or NotSupportedException or InvalidOperationException;

    /// <summary>The member's name with <c>./</c> removed.</summary>
    private static string Name(TarEntry entry, string path)
    {
        string name = entry.Name.Replace('\\', '/');
        if (name.StartsWith('/') || name.Contains(':') || name.Split('/').Contains(".."))
            throw new InvalidFileException($"{path}!{entry.Name}",
                "its name leads out of the archive; expected a relative path without '..'");
        return string.Join('/', name.Split('/').Where(part => part is not ("" or ".")));
    }
}
