namespace Strata.Data.Files;

/// <summary>Tells archives by their first bytes, whatever their names.</summary>
internal static class ArchiveFormats
{
    /// <summary>What kind of archive it is; null for any other file.</summary>
    /// <param name="file">At its start, where it stays.</param>
    public static ArchiveFormat? Of(FileStream file)
    {
        byte[] start = new byte[TarHeader.Block];
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        ReadOnlySpan<byte> found = start.AsSpan(0, length);
        if (GzipFile.Is(found)) return ArchiveFormat.GzippedTar;
        // The second is a zip archive without members.
        if (found.StartsWith("PK\u0003\u0004"u8) || found.StartsWith("PK\u0005\u0006"u8)) return ArchiveFormat.Zip;
        return length == TarHeader.Block && TarHeader.IsHeader(found) ? ArchiveFormat.Tar : null;
    }
}
