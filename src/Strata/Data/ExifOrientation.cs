using System.Buffers.Binary;

namespace Strata.Data;

/// <summary>How a camera was held: the tag 0x0112 of EXIF (CIPA DC-008, 4.6.4), in the first directory of a TIFF structure.</summary>
internal static class ExifOrientation
{
    private const int Tag = 0x112, EntryBytes = 12, Short = 3;

    /// <summary>1 (as stored) to 8; 1 where nothing is said or what is said makes no sense.</summary>
    public static int Of(ReadOnlySpan<byte> tiff)
    {
        bool little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || !(little || tiff.StartsWith("MM\0*"u8))) return 1;
        uint directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2) return 1;
        ReadOnlySpan<byte> entries = tiff[((int)directory + 2)..];
        int count = Number(tiff[(int)directory..], little);
        for (; count > 0 && entries.Length >= EntryBytes; count--, entries = entries[EntryBytes..])
        {
            if (Number(entries, little) != Tag || Number(entries[2..], little) != Short) continue;
            return Number(entries[8..], little) is var turned and >= 1 and <= 8 ? turned : 1;
        }
        return 1;
    }

    private static ushort Number(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
