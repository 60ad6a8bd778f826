using System.Buffers.Binary;
using System.Numerics;

namespace Strata.Training;

/// <summary>
/// A record of a TFRecord file, as TensorBoard reads it: length, its checksum, content, its checksum, all little-endian. Checksums are
/// CRC-32C, rotated and shifted, since a checksum of what holds checksums says little
/// (https://www.tensorflow.org/tutorials/load_data/tfrecord).
/// </summary>
internal static class EventRecord
{
    private const int Head = 12, Tail = 4;

    public static byte[] Frame(ReadOnlySpan<byte> content)
    {
        byte[] framed = new byte[Head + content.Length + Tail];
        BinaryPrimitives.WriteUInt64LittleEndian(framed, (ulong)content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(8), Checksum(framed.AsSpan(0, 8)));
        content.CopyTo(framed.AsSpan(Head));
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(Head + content.Length), Checksum(content));
        return framed;
    }

    /// <summary>Content and length of the first record of some bytes; null where it is cut short or damaged.</summary>
    public static (byte[] Content, int Bytes)? First(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Head + Tail) return null;
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > (ulong)(bytes.Length - Head - Tail)) return null;
        ReadOnlySpan<byte> content = bytes.Slice(Head, (int)length);
        bool whole = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) == Checksum(bytes[..8])
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[(Head + (int)length)..]) == Checksum(content);
        return whole ? (content.ToArray(), Head + (int)length + Tail) : null;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes) crc = BitOperations.Crc32C(crc, b);
        crc = ~crc;
        return unchecked(BitOperations.RotateRight(crc, 15) + 0xa282ead8u);
    }
}
