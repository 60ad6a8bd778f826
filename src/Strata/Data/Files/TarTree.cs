using Strata.Runtime;

namespace Strata.Data.Files;

/// <summary>
/// A <c>.tar</c> or <c>.tar.gz</c>: read once from end to end for its headers, and once more for the content that is wanted.
/// </summary>
internal sealed class TarTree(FileStream file, string path, FileState state, bool gzip, LoadOptions options)
    : ArchiveTree(file, path, state, options)
{
    public override string? NoJumps => gzip
        ? $"{Foreign.Path(Path)} is compressed, and only reading all of it leads to one image; unpack it once ('gunzip -k FILE.tar.gz') "
        + "and give the .tar"
        : null;

    public override byte[] ReadAt(string name, ContentPlace place)
    {
        RequireUnchanged();
        return BoundedReader.At(Handle, place.Offset, place.Length, Where(name));
    }

    protected override IEnumerable<ArchiveMember> Members()
    {
        using GzipFile? unpacked = Unpacked();
        foreach (ArchiveMember member in new TarIndex((Stream?)unpacked ?? File, Path).Members())
        {
            Options.Report("looking into the archive", File.Position, File.Length);
            yield return member;
        }
    }

    protected override IEnumerable<(int Index, byte[] Content)> Contents(IReadOnlyList<(int Index, ArchiveMember Member)> wanted)
    {
        using GzipFile? unpacked = Unpacked();
        Stream stream = (Stream?)unpacked ?? File;
        long position = 0;
        byte[] content = [];
        for (int i = 0; i < wanted.Count; i++)
        {
            Options.Stop.ThrowIfCancellationRequested();
            ArchiveMember member = wanted[i].Member;
            // Two names of one file, by a link.
            if (i == 0 || member.Offset != wanted[i - 1].Member.Offset || member.Length != content.Length)
            {
                string where = Where(member.Name);
                BoundedReader.Skip(stream, member.Offset - position, where);
                content = BoundedReader.Exactly(stream, (int)member.Length, where, "content");
                position = member.Offset + member.Length;
            }
            yield return (wanted[i].Index, content);
        }
    }

    /// <summary>From the start; null where the archive is not compressed.</summary>
    private GzipFile? Unpacked()
    {
        File.Position = 0;
        return gzip ? new GzipFile(File, Path) : null;
    }
}
