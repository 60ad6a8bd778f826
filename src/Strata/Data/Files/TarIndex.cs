using Strata.Runtime;

namespace Strata.Data.Files;

/// <summary>
/// What lies where in a tar archive. Nothing that a header claims is believed before it is there: memory grows with the archive's own
/// bytes, and an archive that is cut off, goes on behind its end or is damaged is refused with the place.
/// </summary>
internal sealed class TarIndex(Stream stream, string path)
{
    /// <summary>Bytes of a long name or of extended fields.</summary>
    private const int LargestExtension = 1 << 20;

    private const string Sparse = "is stored without its holes, as by tar's option -S, which is not read; make the archive without it";

    private long _position;

    /// <exception cref="InvalidFileException">The archive is no tar archive, is damaged, or does not end where it says.</exception>
    public IEnumerable<ArchiveMember> Members()
    {
        var common = new PaxRecords();
        PaxRecords own = common with { };
        byte[]? longName = null, longTarget = null;
        int count = 0;
        for (; Next() is { } header; count++)
        {
            switch (header.Type)
            {
                case 'g':
                    Add(common, header);
                    own = common with { };
                    break;
                case 'x' or 'X':
                    Add(own, header);
                    break;
                case 'L':
                    longName = TarHeader.Text(Extension(header));
                    break;
                case 'K':
                    longTarget = TarHeader.Text(Extension(header));
                    break;
                default:
                    yield return Member(header, longName ?? own.Name ?? header.Name, longTarget ?? own.Target ?? header.Target, own);
                    (longName, longTarget, own) = (null, null, common with { });
                    break;
            }
        }
        if (count == 0) throw new InvalidFileException(path, "holds no member; expected an archive of images");
        CheckEnd();
    }

    /// <summary>
    /// The next header; null at the block of zeros that ends an archive, without which one that was cut off would pass for whole.
    /// </summary>
    private TarHeader? Next()
    {
        long at = _position;
        byte[] block = new byte[TarHeader.Block];
        int got = BoundedReader.AtMost(stream, block, path);
        _position += got;
        if (got < block.Length)
            throw new InvalidFileException(path, $"is cut off at byte {_position}: it lacks the block of zeros that ends a tar archive");
        if (!block.AsSpan().ContainsAnyExcept((byte)0)) return null;
        if (!TarHeader.IsHeader(block))
            throw new InvalidFileException(path, at == 0
                ? "is no tar archive"
                : $"is damaged at byte {at}, where a member of the tar archive should begin");
        return new(block);
    }

    private ArchiveMember Member(TarHeader header, byte[] rawName, byte[] rawTarget, PaxRecords own)
    {
        string name = TarHeader.Decode(rawName, out bool utf8);
        // The form of 1979 has no folders, but files whose names end in a stroke.
        char type = header.Type is '\0' or '0' && name.EndsWith('/') ? '5' : header.Type;
        // One set of extended fields may name a long target for every member: who is no link keeps none.
        bool targetUtf8 = true;
        string? target = type is '1' or '2' ? TarHeader.Decode(rawTarget, out targetUtf8) : null;
        string? problem = utf8 && targetUtf8 ? null : TreeEntry.NotUtf8;
        // Folders, links and devices have no content, whatever their size field says.
        bool bare = type is >= '1' and <= '6';
        if (type == 'S') SkipSparseMap(header);
        long size = bare ? 0 : own.Size ?? header.Size ?? -1;
        // Where it ends, filled up to a whole block, is a number too.
        if (size < 0 || size > long.MaxValue - _position - 2 * TarHeader.Block)
            throw new InvalidFileException($"{path}!{name}", "has a damaged size in its header");
        problem ??= ProblemOf(type, own);

        long offset = _position;
        Skip(size);
        MemberKind kind = type switch
        {
            '1' => MemberKind.HardLink,
            '2' => MemberKind.SymbolicLink,
            // GNU's list of a folder for incremental archives is a folder too.
            '5' or 'D' => MemberKind.Folder,
            _ => MemberKind.File,
        };
        return new(name, kind, offset, size, target, problem);
    }

    private static string? ProblemOf(char type, PaxRecords own) => type switch
    {
        'S' => Sparse,
        '3' or '4' => "is a device; expected a file",
        '6' => "is a pipe; expected a file",
        '\0' or '0' or '1' or '2' or '5' or '7' or 'D' => own.IsSparse ? Sparse : null,
        _ => $"is a member of type {Foreign.Quoted($"{type}")}; expected a file",
    };

    private void SkipSparseMap(TarHeader header)
    {
        for (bool more = header.SparseGoesOn; more;)
        {
            byte[] block = BoundedReader.Exactly(stream, TarHeader.Block, path, "a sparse member's map");
            _position += block.Length;
            more = block[504] != 0;
        }
    }

    private void Add(PaxRecords records, TarHeader header)
    {
        long at = _position;
        if (!records.Add(Extension(header))) throw new InvalidFileException(path, $"has damaged extended fields at byte {at}");
    }

    private byte[] Extension(TarHeader header)
    {
        long size = header.Size ?? -1;
        if (size is < 0 or > LargestExtension)
        {
            string claim = size < 0 ? "has a damaged size" : $"claims {size} bytes";
            throw new InvalidFileException(path, $"a header of type '{header.Type}' {claim}; expected at most {LargestExtension}");
        }
        byte[] content = BoundedReader.Exactly(stream, (int)size, path, $"a header of type '{header.Type}'");
        _position += size;
        Skip(0);
        return content;
    }

    /// <summary>Passes over content and what fills up its last block.</summary>
    private void Skip(long bytes)
    {
        long end = (_position + bytes + TarHeader.Block - 1) / TarHeader.Block * TarHeader.Block;
        BoundedReader.Skip(stream, end - _position, path);
        _position = end;
    }

    /// <summary>To the very end, where gzip keeps its checksums.</summary>
    private void CheckEnd()
    {
        byte[] rest = new byte[1 << 16];
        for (int got; (got = BoundedReader.Fill(stream, rest, path)) > 0; _position += got)
        {
            if (!rest.AsSpan(0, got).ContainsAnyExcept((byte)0)) continue;
            throw new InvalidFileException(path,
                "goes on behind its end, as two archives joined do; unpack both ('tar -xif FILE') and give the folder");
        }
    }
}
