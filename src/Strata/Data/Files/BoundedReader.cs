using Microsoft.Win32.SafeHandles;
using Strata.Runtime;

namespace Strata.Data.Files;

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

    /// <summary>Exactly so many bytes from a place of a file that is known to have them; several threads may ask at once.</summary>
    /// <exception cref="InvalidFileException">The file ends before.</exception>
    public static byte[] At(SafeFileHandle file, long offset, int count, string path)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(count);
        try
        {
            for (int read = 0, got; read < count; read += got)
            {
                got = RandomAccess.Read(file, bytes.AsSpan(read), offset + read);
                if (got == 0) throw new InvalidFileException(path, $"ends after {read} bytes of content; expected {count}");
            }
        }
        catch (IOException unreadable)
        {
            throw new InvalidFileException(path, $"cannot be read ({unreadable.Message.TrimEnd('.')})", unreadable);
        }
        return bytes;
    }

    /// <summary>As many bytes as there are, up to the length of <paramref name="bytes"/>.</summary>
    public static int AtMost(Stream stream, Span<byte> bytes, string path)
    {
        int read = 0;
        while (read < bytes.Length && Fill(stream, bytes[read..], path) is var got and > 0) read += got;
        return read;
    }

    /// <summary>Passes over bytes, by a jump where the stream can jump.</summary>
    /// <exception cref="InvalidFileException">The stream ends before, or the place lies behind.</exception>
    public static void Skip(Stream stream, long count, string path)
    {
        if (count < 0) throw new InvalidFileException(path, $"claims that content begins {-count} bytes before where it can");
        if (stream.CanSeek)
        {
            if (stream.Length - stream.Position < count) throw new InvalidFileException(path, $"ends {count} bytes too early");
            if (count > 0) stream.Position += count;
            return;
        }
        byte[] passed = new byte[(int)Math.Min(count, FirstBlock)];
        while (count > 0)
        {
            int got = Fill(stream, passed.AsSpan(0, (int)Math.Min(count, passed.Length)), path);
            if (got == 0) throw new InvalidFileException(path, $"is cut off: it ends {count} bytes too early");
            count -= got;
        }
    }

    /// <summary>One read, with what the decompressors and the system throw turned into the error of this file.</summary>
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
        catch (IOException unreadable)
        {
            throw new InvalidFileException(path, $"cannot be read ({unreadable.Message.TrimEnd('.')})", unreadable);
        }
    }
}
