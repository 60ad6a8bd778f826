using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Strata.Reliability.Mutations;

/// <summary>Damage behind checksums and lengths, which are put right again: else nothing but they would be tried.</summary>
internal static class Wrapped
{
    private const int TarBlock = 512, TarChecksum = 148, TarChecksumLength = 8;

    /// <summary>Inside a gzip stream.</summary>
    public static Mutator Gzip(Mutator inner) => (sound, random) =>
    {
        using var packed = new GZipStream(new MemoryStream(sound), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        using var result = new MemoryStream();
        using (var pack = new GZipStream(result, CompressionLevel.Fastest)) pack.Write(inner(plain.ToArray(), random));
        return result.ToArray();
    };

    /// <summary>In the header of a safetensors file, whose length is told anew.</summary>
    public static Mutator SafetensorsHeader(Mutator inner) => (sound, random) =>
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(sound);
        byte[] header = inner(sound[8..(8 + length)], random), size = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(size, header.Length);
        return [.. size, .. header, .. sound[(8 + length)..]];
    };

    /// <summary>In the header of an <c>.npy</c> file (version 1), whose length is told anew.</summary>
    public static Mutator NpyHeader(Mutator inner) => (sound, random) =>
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(sound.AsSpan(8));
        byte[] header = inner(sound[10..(10 + length)], random), size = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(size, (ushort)Math.Min(header.Length, ushort.MaxValue));
        return [.. sound[..8], .. size, .. header, .. sound[(10 + length)..]];
    };

    /// <summary>In the header of a member of a tar archive, whose checksum is made anew.</summary>
    public static Mutator TarHeader(Mutator inner) => (sound, random) =>
    {
        byte[] bytes = [.. sound];
        // A header has a magic word; content here has not.
        List<int> headers = [];
        for (int at = 0; at + TarBlock <= bytes.Length; at += TarBlock)
            if (bytes.AsSpan(at + 257, 5).SequenceEqual("ustar"u8)) headers.Add(at);
        if (headers.Count == 0) return inner(sound, random);
        int chosen = headers[random.Next(headers.Count)];
        byte[] header = inner(bytes[chosen..(chosen + TarBlock)], random);
        header.AsSpan(0, Math.Min(TarBlock, header.Length)).CopyTo(bytes.AsSpan(chosen));
        Span<byte> block = bytes.AsSpan(chosen, TarBlock);
        block.Slice(TarChecksum, TarChecksumLength).Fill((byte)' ');
        int sum = 0;
        foreach (byte value in block) sum += value;
        Encoding.ASCII.GetBytes($"{Convert.ToString(sum, 8).PadLeft(6, '0')}\0 ").CopyTo(block[TarChecksum..]);
        return bytes;
    };

    /// <summary>In a chunk of a PNG, whose checksum is made anew.</summary>
    public static Mutator PngChunk(Mutator inner) => (sound, random) =>
    {
        List<int> chunks = [];
        for (int at = 8; at + 12 <= sound.Length; at += 12 + (int)BinaryPrimitives.ReadUInt32BigEndian(sound.AsSpan(at))) chunks.Add(at);
        int chosen = chunks[random.Next(chunks.Count)], length = (int)BinaryPrimitives.ReadUInt32BigEndian(sound.AsSpan(chosen));
        byte[] type = sound[(chosen + 4)..(chosen + 8)], content = inner(sound[(chosen + 8)..(chosen + 8 + length)], random);
        byte[] size = new byte[4], sum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32([.. type, .. content]));
        return [.. sound[..chosen], .. size, .. type, .. content, .. sum, .. sound[(chosen + 12 + length)..]];
    };

    private static uint Crc32(byte[] bytes)
    {
        uint remainder = uint.MaxValue;
        foreach (byte value in bytes)
        {
            remainder ^= value;
            for (int bit = 0; bit < 8; bit++) remainder = (remainder >> 1) ^ (0xEDB88320 & (0 - (remainder & 1)));
        }
        return ~remainder;
    }
}
