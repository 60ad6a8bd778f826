using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// A file in the user's cache folder that spares a start some work: a header of JSON behind its length and checksum, and then a body. It is
/// used only while what it was made from has the state it had.
/// </summary>
/// <param name="start">What such a file starts with, before the length of the header and its SHA-256.</param>
internal sealed class CacheFile(string start)
{
    private const int LargestHeader = 1 << 26;

    /// <summary>A header that lacks something, or has null where something must be, is none.</summary>
    private static readonly JsonSerializerOptions s_whole = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly byte[] _start = Encoding.UTF8.GetBytes(start);

    /// <summary>Where a copy is kept; null where there is no home folder.</summary>
    /// <param name="source">What it is made from.</param>
    /// <param name="kind">How.</param>
    /// <param name="ending">Of the file's name.</param>
    public static string? Place(FileTree source, string kind, string ending)
    {
        string key = $"{kind}\0{Path.GetFullPath(source.Path)}";
        return CacheFolder.Locate() is { } folder
            ? Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}.{ending}")
            : null;
    }

    /// <summary>What <paramref name="read"/> makes of a file, or null where there is none or it is damaged in any way.</summary>
    /// <param name="file">From <see cref="Place"/>.</param>
    /// <param name="read">
    /// Gives null for what is not to be used; the stream is behind the header, whose checksum anybody can make fit what it claims.
    /// </param>
    public T? Read<THeader, T>(string? file, Func<THeader, FileStream, T?> read)
        where T : class
    {
        if (file is null) return null;
        try
        {
            using FileStream stream = InputFile.Open(file);
            return Header<THeader>(stream) is { } header ? read(header, stream) : null;
        }
        catch (Exception unusable) when (unusable is StrataException or IOException or UnauthorizedAccessException or JsonException
            or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes a file, or says why it could not be written.</summary>
    /// <param name="file">From <see cref="Place"/>.</param>
    /// <param name="header">What stands in front.</param>
    /// <param name="body">Writes what comes behind it.</param>
    public string? Write<THeader>(string? file, THeader header, Action<Stream> body)
    {
        if (file is null) return "there is no home folder";
        try
        {
            Save(file, header, body);
            return null;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return unwritable.Message.TrimEnd('.');
        }
    }

    private THeader? Header<THeader>(FileStream stream)
    {
        byte[] front = new byte[_start.Length + sizeof(int) + SHA256.HashSizeInBytes];
        if (stream.ReadAtLeast(front, front.Length, throwOnEndOfStream: false) < front.Length || !front.AsSpan().StartsWith(_start))
            return default;
        int length = BinaryPrimitives.ReadInt32LittleEndian(front.AsSpan(_start.Length));
        if (length is < 0 or > LargestHeader || length > stream.Length - stream.Position) return default;
        byte[] json = new byte[length];
        stream.ReadExactly(json);
        bool sound = SHA256.HashData(json).AsSpan().SequenceEqual(front.AsSpan(_start.Length + sizeof(int)));
        return sound ? JsonSerializer.Deserialize<THeader>(json, s_whole) : default;
    }

    private void Save<THeader>(string file, THeader header, Action<Stream> body)
    {
        string folder = Path.GetDirectoryName(file)!;
        Directory.CreateDirectory(folder);
        // What a killed process left behind; a younger one may still be growing.
        foreach (string left in Directory.EnumerateFiles(folder, $"{Path.GetFileName(file)}.*.tmp"))
        {
            if (File.GetLastWriteTimeUtc(left) < DateTime.UtcNow.AddHours(-1)) File.Delete(left);
        }
        // No flush to disk as in AtomicFile: a copy that a power cut damages is noticed by its checksums and made again.
        string temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, JsonSerializerOptions.Web);
                byte[] length = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
                foreach (byte[] part in (byte[][])[_start, length, SHA256.HashData(json), json]) stream.Write(part);
                body(stream);
            }
            // Whoever comes last wins: two processes make the same of the same source.
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
