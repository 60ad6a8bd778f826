using System.Buffers.Binary;
using System.IO.Compression;

namespace Strata.Tests.Data;

/// <summary>PNG files as the specification (W3C, PNG third edition) puts them together, honest or not.</summary>
internal static class PngBytes
{
    /// <param name="width">As claimed.</param>
    /// <param name="height">As claimed.</param>
    /// <param name="depth">Bits of a sample.</param>
    /// <param name="colours">0 grey, 2 colour.</param>
    /// <param name="unpacked">Filter bytes and pixels, as many as there are to be in truth.</param>
    /// <param name="interlaced">Whether it claims Adam7.</param>
    /// <param name="more">A chunk between header and pixels.</param>
    public static byte[] Build(int width, int height, byte depth, byte colours, byte[] unpacked, bool interlaced = false,
        (string Type, byte[] Data)? more = null)
    {
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colours, interlaced ? (byte)1 : (byte)0);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(unpacked);
        byte[] extra = more is { } chunk ? Chunk(chunk.Type, chunk.Data) : [];
        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR", header), .. extra, .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>A black image whose pixels are all there.</summary>
    public static byte[] Black(int width, int height, byte depth, byte colours)
        => Build(width, height, depth, colours, new byte[height * (1 + (width * depth * (colours == 2 ? 3 : 1) + 7) / 8)]);

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] typed = [.. System.Text.Encoding.ASCII.GetBytes(type), .. data], number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        byte[] length = [.. number];
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(typed));
        return [.. length, .. typed, .. number];
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = 0xffffffff;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int k = 0; k < 8; k++) crc = (crc & 1) != 0 ? 0xedb88320 ^ crc >> 1 : crc >> 1;
        }
        return ~crc;
    }
}
