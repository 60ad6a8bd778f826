using System.Text;

namespace Strata.Data.Files;

/// <summary>A block of 512 bytes before each member of a tar archive: POSIX (ustar, pax), GNU and the form of 1979.</summary>
internal readonly struct TarHeader(byte[] block)
{
    public const int Block = 512;

    private const int SumAt = 148, SumLength = 8;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public char Type => (char)block[156];

    /// <summary>The name with its POSIX prefix, which GNU uses for something else.</summary>
    public byte[] Name
    {
        get
        {
            byte[] name = Text(block.AsSpan(0, 100));
            byte[] prefix = block.AsSpan(257, 6).SequenceEqual("ustar\0"u8) ? Text(block.AsSpan(345, 155)) : [];
            return prefix.Length == 0 ? name : [.. prefix, (byte)'/', .. name];
        }
    }

    public byte[] Target => Text(block.AsSpan(157, 100));

    /// <summary>Bytes of content, or null where the field holds no number.</summary>
    public long? Size => Number(block.AsSpan(124, 12));

    /// <summary>Whether an old GNU sparse member goes on in another block.</summary>
    public bool SparseGoesOn => block[482] != 0;

    /// <summary>Whether the sum over all bytes is the one that stands in the block; old programs added them up as signed.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> block)
    {
        long unsigned = ' ' * SumLength, signed = unsigned;
        for (int i = 0; i < Block; i++)
        {
            if (i is >= SumAt and < SumAt + SumLength) continue;
            unsigned += block[i];
            signed += (sbyte)block[i];
        }
        return Number(block.Slice(SumAt, SumLength)) is { } sum && (sum == unsigned || sum == signed) && block.ContainsAnyExcept((byte)0);
    }

    /// <summary>
    /// A name as text; one that is not UTF-8 comes as Latin-1, so that different names stay different, and is told apart.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> name, out bool utf8)
    {
        try
        {
            string text = s_strict.GetString(name);
            utf8 = true;
            return text;
        }
        catch (DecoderFallbackException)
        {
            utf8 = false;
            return Encoding.Latin1.GetString(name);
        }
    }

    /// <summary>What stands before the first zero.</summary>
    public static byte[] Text(ReadOnlySpan<byte> field)
        => field.IndexOf((byte)0) is var end and >= 0 ? field[..end].ToArray() : field.ToArray();

    /// <summary>Octal digits, or binary where the first bit is set.</summary>
    private static long? Number(ReadOnlySpan<byte> field)
    {
        long number = 0;
        if (field[0] == 0x80)
        {
            foreach (byte value in field[1..])
            {
                if (number > long.MaxValue >> 8) return null;
                number = number << 8 | value;
            }
            return number;
        }
        ReadOnlySpan<byte> digits = field.Trim(" \0"u8);
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7') return null;
            number = number * 8 + (digit - '0');
        }
        return number;
    }
}
