using Strata.Runtime;

namespace Strata.Data;

/// <summary>Reads streams whose length is only claimed: memory grows with what arrives, never with what a header says.</summary>
internal static class BoundedReader
{
    private const int FirstBlock = 1 << 16;

    /// <summary>Exactly <paramref name="count"/> bytes.</summary>
    /// <exception cref="InvalidFileException">The stream ends before; <paramref name="place"/> says inside what.</exception>
    public static byte[] Exactly(Stream stream, int count, string path, string place)
    {
        byte[] bytes = new byte[Math.Min(count, FirstBlock)];
        int read = 0;
        while (read < count)
        {
            if (read == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(count, 2L * bytes.Length));
            int got = Fill(stream, bytes.AsSpan(read), path);
            if (got == 0) throw new InvalidFileException(path, $"ends after {read} bytes of {place}; expected {count}");
            read += got;
        }
        return bytes;
    }

    /// <summary>One read, with what the decompressors throw turned into the error of this file.</summary>
    public static int Fill(Stream stream, Span<byte> bytes, string path)
    {
        try
        {
            return stream.Read(bytes);
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidFileException(path, "the compressed data is damaged or cut off", damaged);
        }
    }
}
