using System.Buffers.Binary;
using System.IO.Compression;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// The content of a gzip file, with two checks that the framework leaves out. What unpacks to a hundred times its size is refused: images
/// hardly compress, so it is a decompression bomb. And the length that ends every gzip file must be that of the content, or it was cut off.
/// </summary>
internal sealed class GzipFile : Stream
{
    private const long Floor = 256L << 20, Ratio = 100;

    private readonly GZipStream _content;
    private readonly string _path;
    private readonly long _compressed, _limit;
    private readonly uint _length;
    private long _read;

    /// <param name="file">At its start; closed with this stream.</param>
    /// <param name="path">Its name in messages.</param>
    public GzipFile(FileStream file, string path)
    {
        (_path, _compressed, _limit) = (path, file.Length, Math.Max(Floor, file.Length * Ratio));
        Span<byte> length = stackalloc byte[4];
        file.Position = Math.Max(0, file.Length - length.Length);
        file.ReadAtLeast(length, length.Length, throwOnEndOfStream: false);
        _length = BinaryPrimitives.ReadUInt32LittleEndian(length);
        file.Position = 0;
        _content = new(file, CompressionMode.Decompress);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int got = BoundedReader.Fill(_content, buffer, _path);
        _read += got;
        if (_read > _limit)
            throw new InvalidFileException(_path,
                $"{_compressed} bytes unpack to more than {_limit}; no set of images compresses like that");
        if (got == 0 && buffer.Length > 0 && unchecked((uint)_read) != _length)
            throw new InvalidFileException(_path,
                $"is cut off or has something behind it: {_read} bytes unpack, and its end speaks of {_length}");
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _content.Dispose();
        base.Dispose(disposing);
    }
}
