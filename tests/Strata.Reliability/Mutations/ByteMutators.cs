using System.Buffers.Binary;
using Strata.Runtime;

namespace Strata.Reliability.Mutations;

/// <summary>Damage that knows nothing of a format.</summary>
internal static class ByteMutators
{
    private const int LongestChunk = 4096;

    private static readonly long[] s_extremes =
    [
        0, 1, -1, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, 1L << 40,
        1L << 53, long.MaxValue, long.MinValue, long.MaxValue / 2,
    ];

    public static IReadOnlyList<Mutator> All { get; } =
        [FlipBits, Cut, Remove, Repeat, Exchange, Overwrite, PutExtreme, PutZeros, Append, Nothing];

    /// <summary>One to eight bits.</summary>
    public static byte[] FlipBits(byte[] sound, RandomSequence random)
    {
        byte[] bytes = [.. sound];
        for (int flips = 1 + random.Next(8); flips > 0 && bytes.Length > 0; flips--)
            bytes[Place(bytes, random)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    /// <summary>The end is lost.</summary>
    public static byte[] Cut(byte[] sound, RandomSequence random) => sound[..Place(sound, random)];

    public static byte[] Remove(byte[] sound, RandomSequence random)
    {
        (int at, int length) = Chunk(sound, random);
        return [.. sound[..at], .. sound[(at + length)..]];
    }

    public static byte[] Repeat(byte[] sound, RandomSequence random)
    {
        (int at, int length) = Chunk(sound, random);
        return [.. sound[..(at + length)], .. sound[at..]];
    }

    /// <summary>Two chunks of one length change places.</summary>
    public static byte[] Exchange(byte[] sound, RandomSequence random)
    {
        byte[] bytes = [.. sound];
        (int from, int length) = Chunk(sound, random);
        int to = Math.Min(Place(sound, random), sound.Length - length);
        sound.AsSpan(from, length).CopyTo(bytes.AsSpan(to));
        sound.AsSpan(to, length).CopyTo(bytes.AsSpan(from));
        return bytes;
    }

    public static byte[] Overwrite(byte[] sound, RandomSequence random)
    {
        byte[] bytes = [.. sound];
        (int at, int length) = Chunk(sound, random);
        for (int i = 0; i < length; i++) bytes[at + i] = (byte)random.Next(256);
        return bytes;
    }

    /// <summary>A number at the end of its range, in one, two, four or eight bytes of either order.</summary>
    public static byte[] PutExtreme(byte[] sound, RandomSequence random)
    {
        byte[] number = new byte[8], bytes = [.. sound];
        long value = s_extremes[random.Next(s_extremes.Length)];
        int width = 1 << random.Next(4);
        bool big = random.Next(2) == 0;
        if (big) BinaryPrimitives.WriteInt64BigEndian(number, value);
        else BinaryPrimitives.WriteInt64LittleEndian(number, value);
        // Fields mostly lie at multiples of their width.
        int at = Place(sound, random) / width * width;
        number.AsSpan(big ? 8 - width : 0, Math.Min(width, bytes.Length - at)).CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    public static byte[] PutZeros(byte[] sound, RandomSequence random)
    {
        byte[] bytes = [.. sound];
        (int at, int length) = Chunk(sound, random);
        bytes.AsSpan(at, length).Clear();
        return bytes;
    }

    public static byte[] Append(byte[] sound, RandomSequence random)
    {
        byte[] tail = new byte[1 + random.Next(LongestChunk)];
        if (random.Next(2) == 0) for (int i = 0; i < tail.Length; i++) tail[i] = (byte)random.Next(256);
        return [.. sound, .. tail];
    }

    public static byte[] Nothing(byte[] sound, RandomSequence random) => [];

    /// <summary>A position, more often in the first bytes, where headers are, or in the last ones.</summary>
    private static int Place(byte[] bytes, RandomSequence random) => random.Next(4) switch
    {
        0 => random.Next(Math.Max(1, bytes.Length)),
        1 => Math.Max(0, bytes.Length - 1 - random.Next(64)),
        _ => random.Next(Math.Clamp(bytes.Length, 1, 512)),
    };

    private static (int At, int Length) Chunk(byte[] bytes, RandomSequence random)
    {
        int at = Math.Min(Place(bytes, random), bytes.Length);
        // Lengths of all orders of magnitude.
        int length = 1 + random.Next(1 << random.Next(13));
        return (at, Math.Min(length, bytes.Length - at));
    }
}
