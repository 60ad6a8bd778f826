using Strata.Runtime;

namespace Strata.Data.Files;

/// <summary>Tells archives by their first bytes, whatever their names.</summary>
internal static class ArchiveFormats
{
    private static readonly (byte[] Start, string Name, string Unpack)[] s_others =
    [
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "an xz", "tar -xf"),
        ([(byte)'B', (byte)'Z', (byte)'h'], "a bzip2", "tar -xf"),
        ([0x28, 0xb5, 0x2f, 0xfd], "a Zstandard", "tar -xf"),
        ([(byte)'L', (byte)'Z', (byte)'I', (byte)'P'], "an lzip", "tar -xf"),
        ([0x04, 0x22, 0x4d, 0x18], "an LZ4", "lz4 -d"),
        ([0x1f, 0x9d], "a compress (.Z)", "tar -xf"),
        ([(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c], "a 7z", "7z x"),
        ([(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1a, 0x07], "a RAR", "unrar x"),
    ];

    /// <summary>What kind of archive it is; null for any other file.</summary>
    /// <exception cref="InvalidFileException">It is an archive of a kind that is not read; the message says what to do.</exception>
    public static ArchiveFormat? Of(FileStream file, string path)
    {
        byte[] start = new byte[TarHeader.Block];
        file.Position = 0;
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        ReadOnlySpan<byte> found = start.AsSpan(0, length);
        if (GzipFile.Is(found)) return ArchiveFormat.GzippedTar;
        // The second is a zip archive without members.
        if (found.StartsWith("PK\u0003\u0004"u8) || found.StartsWith("PK\u0005\u0006"u8)) return ArchiveFormat.Zip;
        if (length == TarHeader.Block && TarHeader.IsHeader(found)) return ArchiveFormat.Tar;
        foreach ((byte[] magic, string name, string unpack) in s_others)
        {
            if (found.StartsWith(magic))
                throw new InvalidFileException(path,
                    $"is {name} archive, which is not read; unpack it, as by '{unpack} FILE', and give the folder");
        }
        return null;
    }
}
