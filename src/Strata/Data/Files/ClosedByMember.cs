namespace Strata.Data.Files;

/// <summary>
/// A gzip file with one more member behind it, which holds a mark. The mark comes out at the end only if every member before it was whole:
/// in a file that is cut off its bytes are taken for compressed data or a checksum, and behind what is no member nothing is read.
/// </summary>
internal sealed class ClosedByMember(Stream file, ReadOnlyMemory<byte> last) : ForwardStream
{
    private ReadOnlyMemory<byte> _rest = last;

    public override int Read(Span<byte> buffer)
    {
        int got = file.Read(buffer);
        if (got > 0) return got;
        got = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..got].CopyTo(buffer);
        _rest = _rest[got..];
        return got;
    }
}
