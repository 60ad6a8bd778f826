using System.Buffers.Binary;
using Strata.Runtime;

namespace Strata.Reliability.Mutations;

/// <summary>Pictures that claim to be of another size than they are.</summary>
internal static class ImageSizes
{
    private static readonly ushort[] s_sides = [0, 1, 7, 256, 4095, 4096, 8192, 16384, 32768, ushort.MaxValue];

    /// <summary>In the frame header of a JPEG.</summary>
    public static byte[] Jpeg(byte[] sound, RandomSequence random)
    {
        byte[] bytes = [.. sound];
        for (int at = 0; at + 9 < bytes.Length; at++)
        {
            if (bytes[at] != 0xFF || bytes[at + 1] is not (0xC0 or 0xC2)) continue;
            foreach (int side in new[] { at + 5, at + 7 })
                if (random.Next(3) > 0) BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(side), s_sides[random.Next(s_sides.Length)]);
            break;
        }
        return bytes;
    }
}
