using System.IO.Compression;
using Strata.Runtime;

namespace Strata.Data.Files;

/// <summary>
/// The content of a gzip file of one or several members, with two checks that the framework leaves out. What unpacks to a hundred times its
/// size is refused: images hardly compress, so it is a decompression bomb. And the file must end where a member ends, or it was cut off.
/// </summary>
internal sealed class GzipFile : ForwardStream
{
    private const long Floor = 256L << 20, Ratio = 100;

    private static readonly byte[] s_mark = "the end of what Strata reads"u8.ToArray(), s_last = Compress(s_mark);

    private readonly GZipStream _content;
    private readonly string _path;
    private readonly long _compressed, _limit;
    private readonly byte[] _held = new byte[1 << 16];
    private int _from, _to;
    private bool _ended;
    private long _read;

    /// <param name="file">At its start; left open.</param>
    /// <param name="path">Its name in messages.</param>
    public GzipFile(Stream file, string path)
    {
        (_path, _compressed, _limit) = (path, file.Length, MostUnpacked(file.Length));
        _content = new GZipStream(new ClosedByMember(file, s_last), CompressionMode.Decompress);
    }

    /// <summary>Whether a file that starts like this is one.</summary>
    public static bool Is(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    /// <summary>Bytes that so many compressed ones may unpack to.</summary>
    public static long MostUnpacked(long compressed) => Math.Max(Floor, compressed * Ratio);

    public override int Read(Span<byte> buffer)
    {
        // As many bytes as the mark has are held back: they may be the mark.
        while (_to - _from <= s_mark.Length && !_ended) Refill();
        int got = Math.Min(buffer.Length, _to - _from - s_mark.Length);
        _held.AsSpan(_from, got).CopyTo(buffer);
        _from += got;
        return got;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }

    private void Refill()
    {
        _held.AsSpan(_from, _to - _from).CopyTo(_held);
        (_from, _to) = (0, _to - _from);
        int got = BoundedReader.Fill(_content, _held.AsSpan(_to), _path);
        _to += got;
        _read += got;
        if (_read - s_mark.Length > _limit)
            throw new InvalidFileException(_path,
                $"{_compressed} bytes unpack to more than {_limit}; no set of images compresses like that");
        _ended = got == 0;
        if (_ended && !_held.AsSpan(0, _to).SequenceEqual(s_mark))
            throw new InvalidFileException(_path, "is cut off, or has something behind its compressed data");
    }

    private static byte[] Compress(byte[] content)
    {
        var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest)) gzip.Write(content);
        return file.ToArray();
    }
}
