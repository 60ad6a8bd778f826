using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// The decompressed content of a file, refused once it is absurdly larger than the file: images hardly compress, so an archive that grows
/// a hundredfold is a decompression bomb.
/// </summary>
internal sealed class CappedStream(Stream inner, string path, long compressedBytes) : Stream
{
    private const long Floor = 256L << 20, Ratio = 100;

    private readonly long _limit = Math.Max(Floor, compressedBytes * Ratio);
    private long _read;

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
        int got = BoundedReader.Fill(inner, buffer, path);
        _read += got;
        if (_read > _limit) throw new InvalidFileException(path, $"{compressedBytes} bytes unpack to more than {_limit}; no set of images compresses like that");
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
