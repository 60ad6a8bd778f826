using System.Buffers.Binary;

namespace Strata.Data;

/// <summary>Reads what a PNG claims: its first chunk, and how many bytes of compressed pixels follow.</summary>
internal static class PngHeader
{
    /// <summary>Deflate packs 258 equal bytes into two bits at best: no PNG holds more, and one of a single colour comes close.</summary>
    private const long BestRatio = 1032;

    /// <summary>4,096 x 4,096: beyond, an image of one colour must have a byte for each pixel, below it may have a bit.</summary>
    private const long LargePixels = 1L << 24;

    private const int SignatureBytes = 8, ChunkBytes = 12, HeaderBytes = 13, Working = 4;

    /// <summary>Where each of the seven passes of an interlaced image starts and how far its pixels lie apart.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] s_passes =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public static ImageHeader Read(ReadOnlySpan<byte> content, string path)
    {
        ReadOnlySpan<byte> header = default;
        long packed = 0;
        int orientation = 1;
        for (int at = SignatureBytes; content.Length - at >= ChunkBytes;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(content[at..]);
            ReadOnlySpan<byte> type = content.Slice(at + 4, 4), data = content[(at + 8)..];
            data = data[..(int)Math.Min(length, data.Length)];
            if (header.IsEmpty)
            {
                if (!type.SequenceEqual("IHDR"u8) || data.Length != HeaderBytes) throw ImageHeader.Damaged(path);
                header = data;
            }
            else if (type.SequenceEqual("IDAT"u8)) packed += data.Length;
            else if (type.SequenceEqual("eXIf"u8)) orientation = ExifOrientation.Of(data);
            else if (type.SequenceEqual("IEND"u8)) break;
            at += (int)Math.Min(ChunkBytes + (long)length, content.Length - at);
        }
        if (header.IsEmpty) throw ImageHeader.Damaged(path);

        long width = BinaryPrimitives.ReadUInt32BigEndian(header), height = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        int channels = header[9] switch { 0 or 3 => 1, 4 => 2, 2 => 3, 6 => 4, _ => throw ImageHeader.Damaged(path) };
        int bits = header[8] is 1 or 2 or 4 or 8 or 16 ? header[8] * channels : throw ImageHeader.Damaged(path);
        bool interlaced = header[12] != 0;
        ImageHeader.CheckSize(path, width, height);
        long unpacked = interlaced
            ? s_passes.Sum(pass => Bytes(Ceiling(width - pass.X, pass.StepX), Ceiling(height - pass.Y, pass.StepY), bits))
            : Bytes(width, height, bits);
        if (unpacked > packed * BestRatio || width * height > Math.Max(LargePixels, packed * BestRatio))
            throw ImageHeader.Hollow(path, width, height, packed);
        return new((int)height, (int)width, orientation, width * height * (Working + (interlaced ? (bits + 7) / 8 : 0)));
    }

    /// <summary>Each row has a byte in front that names its filter.</summary>
    private static long Bytes(long width, long height, int bits) => width <= 0 || height <= 0 ? 0 : height * (1 + (width * bits + 7) / 8);

    private static long Ceiling(long size, int step) => (size + step - 1) / step;
}
