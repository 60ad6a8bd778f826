using System.Collections.ObjectModel;
using System.IO.Compression;
using ICSharpCode.SharpZipLib.Checksum;
using Strata.Runtime;

namespace Strata.Data.Files;

/// <summary>A <c>.zip</c> archive.</summary>
internal sealed class ZipTree : ArchiveTree
{
    /// <summary>Where programs for Unix keep what a member is.</summary>
    private const int ModeShift = 16, TypeMask = 0xf000, LinkType = 0xa000, LongestTarget = 4096;

    private readonly Lazy<ZipArchive> _zip;

    public ZipTree(FileStream file, string path, FileState state, LoadOptions options) : base(file, path, state, options)
        => _zip = new(() => Try(path, () => new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true)));

    public override void RequirePlausible(IEnumerable<ContentPlace> places) => RequirePlausible(places.Sum(place => (long)place.Length));

    public override byte[] ReadAt(string name, ContentPlace place)
    {
        // One stream serves all members.
        lock (_zip)
        {
            RequireUnchanged();
            return Content(_zip.Value.Entries[(int)place.Offset], Where(name));
        }
    }

    protected override IEnumerable<ArchiveMember> Members()
    {
        ReadOnlyCollection<ZipArchiveEntry> entries = Try(Path, () => _zip.Value.Entries);
        for (int i = 0; i < entries.Count; i++) yield return Member(entries[i], i);
    }

    protected override IEnumerable<(int Index, byte[] Content)> Contents(IReadOnlyList<(int Index, ArchiveMember Member)> wanted)
    {
        RequirePlausible(wanted.Sum(one => one.Member.Length));
        foreach ((int index, ArchiveMember member) in wanted)
        {
            Options.Stop.ThrowIfCancellationRequested();
            yield return (index, Content(_zip.Value.Entries[(int)member.Offset], Where(member.Name)));
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _zip.IsValueCreated) _zip.Value.Dispose();
        base.Dispose(disposing);
    }

    private ArchiveMember Member(ZipArchiveEntry entry, int index)
    {
        int mode = entry.ExternalAttributes >>> ModeShift;
        // Old programs for Windows write its strokes; elsewhere one is a letter of the name.
        string name = mode == 0 ? entry.FullName.Replace('\\', '/') : entry.FullName;
        string? problem = entry.IsEncrypted ? "is encrypted; unpack the archive and give the folder"
            : name.Contains('\ufffd', StringComparison.Ordinal) ? TreeEntry.NotUtf8
            : null;
        if (name.EndsWith('/')) return new(name, MemberKind.Folder, index, 0, null, problem);
        if ((mode & TypeMask) != LinkType || problem is not null) return new(name, MemberKind.File, index, entry.Length, null, problem);
        if (entry.Length > LongestTarget)
            throw new InvalidFileException(Where(name), $"is a link of {entry.Length} bytes; expected at most {LongestTarget}");
        return new(name, MemberKind.SymbolicLink, index, 0, TarHeader.Decode(Content(entry, Where(name)), out _), null);
    }

    private void RequirePlausible(long unpacked)
    {
        long limit = GzipFile.MostUnpacked(Bytes);
        if (unpacked > limit)
            throw new InvalidFileException(Path,
                $"{Bytes} bytes unpack to {unpacked}, more than {limit}; no set of images compresses like that");
    }

    /// <summary>The content of a member, held against its checksum, which the framework does not look at.</summary>
    private static byte[] Content(ZipArchiveEntry entry, string where)
    {
        byte[] content = Try(where, () =>
        {
            using Stream stream = entry.Open();
            byte[] bytes = BoundedReader.Exactly(stream, (int)entry.Length, where, "content");
            return BoundedReader.Fill(stream, new byte[1], where) == 0 ? bytes
                : throw new InvalidFileException(where, "goes on behind its length");
        });
        var checksum = new Crc32();
        checksum.Update(content);
        return (uint)checksum.Value == entry.Crc32 ? content
            : throw new InvalidFileException(where, "is damaged: its checksum does not fit");
    }

    private static T Try<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or NotSupportedException or IOException
            or ArgumentException or OverflowException)
        {
            throw new InvalidFileException(where, "is damaged, or packed in a way that is not read", damaged);
        }
    }
}
