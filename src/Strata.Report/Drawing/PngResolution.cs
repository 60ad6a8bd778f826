using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;

namespace Strata.Report.Drawing;

/// <summary>Says in a PNG how large it is on paper (chunk <c>pHYs</c> of the PNG specification, 11.3.4.3).</summary>
internal static class PngResolution
{
    /// <summary>Signature and header, behind which the chunk stands.</summary>
    private const int HeaderEnd = 8 + 25;

    public static byte[] Set(byte[] png, int pixelsPerInch)
    {
        byte[] chunk = new byte[21];
        BinaryPrimitives.WriteInt32BigEndian(chunk, 9);
        "pHYs"u8.CopyTo(chunk.AsSpan(4));
        int perMetre = (int)Math.Round(pixelsPerInch / 0.0254);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(8), perMetre);
        BinaryPrimitives.WriteInt32BigEndian(chunk.AsSpan(12), perMetre);
        chunk[16] = 1;
        var sum = new Crc32();
        sum.Update(new ArraySegment<byte>(chunk, 4, 13));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(17), (uint)sum.Value);
        return [.. png.AsSpan(0, HeaderEnd), .. chunk, .. png.AsSpan(HeaderEnd)];
    }
}
