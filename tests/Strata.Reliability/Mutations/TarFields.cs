using System.Buffers.Binary;
using System.Text;
using Strata.Runtime;

namespace Strata.Reliability.Mutations;

/// <summary>Lies in the fields of a tar header.</summary>
internal static class TarFields
{
    private const int Name = 0, Size = 124, Time = 136, Type = 156, LinkName = 157, Prefix = 345, NumberLength = 12, NameLength = 100;

    private static readonly string[] s_names =
    [
        "../../x.png", "/etc/x.png", "train//cat/1.png", "train\\cat\\1.png", "train/cat/../dog/1.png", "train/\e[31m/1.png",
        "train/a:b/1.png", ".", "", "train",
    ];

    private static readonly long[] s_sizes = [0, 1, 511, 513, 1 << 20, 1L << 33, long.MaxValue / 2, long.MaxValue];

    public static byte[] Change(byte[] sound, RandomSequence random)
    {
        byte[] header = [.. sound];
        switch (random.Next(5))
        {
            case 0:
                header[Type] = (byte)"\0001234567xgLKSVMDAZ"[random.Next(18)];
                break;
            case 1:
                PutNumber(header.AsSpan(Size, NumberLength), s_sizes[random.Next(s_sizes.Length)], random);
                break;
            case 2:
                PutNumber(header.AsSpan(Time, NumberLength), s_sizes[random.Next(s_sizes.Length)], random);
                break;
            default:
                Span<byte> name = header.AsSpan(new[] { Name, LinkName, Prefix }[random.Next(3)], NameLength);
                name.Clear();
                Encoding.UTF8.GetBytes(s_names[random.Next(s_names.Length)], name);
                break;
        }
        return header;
    }

    /// <summary>As octal digits where they are enough, or in the base-256 form of GNU's tar.</summary>
    private static void PutNumber(Span<byte> field, long value, RandomSequence random)
    {
        field.Clear();
        if (value < 1L << 33 && random.Next(2) == 0)
        {
            Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(NumberLength - 1, '0'), field);
            return;
        }
        field[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(field[4..], value);
    }
}
