using System.Text;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Looks at the headers of a tar archive as they pass by. The framework's reader allocates whatever size an extended header (long names,
/// attributes) claims before it has seen a byte of it; this stops such an archive first.
/// </summary>
internal sealed class TarHeaderGuard(Stream inner, string path) : Stream
{
    private const int Block = 512, SizeAt = 124, SizeLength = 12, TypeAt = 156, LargestExtension = 1 << 20;

    private readonly byte[] _header = new byte[Block];
    private int _filled;
    private long _content;

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
        Look(buffer[..got]);
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

    private void Look(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int step = (int)Math.Min(bytes.Length, _content > 0 ? _content : Block - _filled);
            if (_content > 0) _content -= step;
            else
            {
                bytes[..step].CopyTo(_header.AsSpan(_filled));
                _filled += step;
                if (_filled == Block) Finish();
            }
            bytes = bytes[step..];
        }
    }

    private void Finish()
    {
        _filled = 0;
        long size = Size(_header.AsSpan(SizeAt, SizeLength));
        char type = (char)_header[TypeAt];
        if (type is 'x' or 'g' or 'X' or 'L' or 'K' && size > LargestExtension)
            throw new InvalidFileException(path, $"a header of type '{type}' claims {size} bytes; expected at most {LargestExtension}");
        // Folders and links have no content, whatever their size field says.
        _content = type is '1' or '2' or '3' or '4' or '5' or '6' ? 0 : (size + Block - 1) / Block * Block;
    }

    /// <summary>
    /// Octal digits, or binary where the first bit is set; nonsense counts as nothing, for the reader refuses it by itself.
    /// </summary>
    private static long Size(ReadOnlySpan<byte> field)
    {
        long size = 0;
        if (field[0] >= 0x80)
        {
            foreach (byte value in field[^8..]) size = size << 8 | value;
            return size is >= 0 and <= long.MaxValue - Block ? size : long.MaxValue - Block;
        }
        foreach (char digit in Encoding.ASCII.GetString(field).Trim('\0', ' '))
        {
            if (digit is < '0' or > '7') return 0;
            size = size * 8 + (digit - '0');
        }
        return size;
    }
}
