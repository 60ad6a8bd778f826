using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Strata.Data.Files;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Keeps decoded sets in the user's cache folder, so that a source is decoded once. A file there is a header of JSON behind its length and
/// checksum, and then the raw pixels and labels; it is used only while the source has the state it had, and while the content fits its
/// hash.
/// </summary>
internal static class SetCache
{
    private const int Version = 2, LargestHeader = 1 << 26;

    /// <summary>Copies grow with what they are copies of: no more than so many times its bytes, from some size on.</summary>
    private const long Floor = 16L << 20, Ratio = 100;

    /// <summary>What a file starts with, before the length of the header and its SHA-256.</summary>
    private static readonly byte[] s_start = "strata images\n"u8.ToArray();

    /// <summary>What stands in front of the pixels. <c>Hash</c> is that of the set, so it is the checksum of the content too.</summary>
    private sealed record Header(int Version, string Source, string Name, string[] Classes, int Channels, int Height, int Width,
        byte PixelMaximum, int Train, int Test, string Hash, string Citation, string[] Notes);

    /// <summary>From the cache if it is there and sound, else from <paramref name="read"/>, and then kept for the next time.</summary>
    /// <param name="source">What the copy is of.</param>
    /// <param name="kind">How it is read.</param>
    /// <param name="options">Told when something has to be decoded, and when it could not be kept.</param>
    /// <param name="read">Reads the source.</param>
    public static ImageSet Through(FileTree source, string kind, LoadOptions options, Func<ImageSet> read)
    {
        string state = source.State, key = $"{kind}\0{Path.GetFullPath(source.Path)}";
        string? file = CacheFolder.Locate() is { } folder
            ? Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}.images")
            : null;
        if (file is not null && !options.Fresh && Load(file, state) is { } kept) return kept;

        options.Say?.Invoke($"Reading {source.Path}; later starts use a decoded copy.");
        ImageSet set = read();
        if (Unkept(source, set, file, state) is { } problem)
            options.Say?.Invoke($"The decoded images are not kept for the next start: {problem}.");
        return set;
    }

    /// <summary>Keeps the set, or says why it is not kept.</summary>
    private static string? Unkept(FileTree source, ImageSet set, string? file, string state)
    {
        long bytes = (long)set.Train.Pixels.Length + set.Test.Pixels.Length;
        if (file is null) return "there is no home folder";
        if (bytes > Math.Max(Floor, Ratio * source.Bytes))
            return $"they take {bytes} bytes, more than {Ratio} times the {source.Bytes} of their source";
        try
        {
            Save(file, set, state);
            return null;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return unwritable.Message.TrimEnd('.');
        }
    }

    /// <summary>
    /// The copy, or null where there is none, it is of another state, or it is damaged in any way: then it is made again.
    /// </summary>
    private static ImageSet? Load(string file, string state)
    {
        try
        {
            using FileStream stream = InputFile.Open(file);
            if (ReadHeader(stream) is not { } header || header.Version != Version || header.Source != state) return null;
            long image = (long)header.Channels * header.Height * header.Width, count = (long)header.Train + header.Test;
            if (stream.Length != stream.Position + count * (image + sizeof(int))) return null;
            Examples train = ReadExamples(stream, header.Train, (int)image), test = ReadExamples(stream, header.Test, (int)image);
            ImageSet set = ImageSets.Create(header.Name, header.Classes, (header.Channels, header.Height, header.Width),
                header.PixelMaximum, train, test, header.Citation, header.Notes);
            return set.Hash == header.Hash ? set : null;
        }
        catch (Exception unusable) when (unusable is StrataException or IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static Header? ReadHeader(FileStream stream)
    {
        byte[] start = new byte[s_start.Length + sizeof(int) + SHA256.HashSizeInBytes];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.AsSpan().StartsWith(s_start))
            return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(start.AsSpan(s_start.Length));
        if (length is < 0 or > LargestHeader || length > stream.Length - stream.Position) return null;
        byte[] json = new byte[length];
        stream.ReadExactly(json);
        // What fits its checksum is what was written here, and can be believed.
        bool sound = SHA256.HashData(json).AsSpan().SequenceEqual(start.AsSpan(s_start.Length + sizeof(int)));
        return sound ? JsonSerializer.Deserialize<Header>(json, JsonSerializerOptions.Web) : null;
    }

    private static Examples ReadExamples(FileStream stream, int count, int image)
    {
        byte[] pixels = HugePages.AllocateUninitialized(count * image);
        stream.ReadExactly(pixels);
        int[] labels = new int[count];
        stream.ReadExactly(MemoryMarshal.AsBytes(labels.AsSpan()));
        return new(pixels, labels);
    }

    private static void Save(string file, ImageSet set, string state)
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
                var header = new Header(Version, state, set.Name, [.. set.Classes], set.Channels, set.Height, set.Width, set.PixelMaximum,
                    set.Train.Count, set.Test.Count, set.Hash, set.Citation, [.. set.Notes]);
                byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, JsonSerializerOptions.Web);
                byte[] length = new byte[sizeof(int)];
                BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
                foreach (byte[] part in (byte[][])[s_start, length, SHA256.HashData(json), json]) stream.Write(part);
                foreach (Examples split in (Examples[])[set.Train, set.Test])
                {
                    stream.Write(split.Pixels);
                    stream.Write(MemoryMarshal.AsBytes(split.Labels.AsSpan()));
                }
            }
            // Whoever comes last wins: two processes decode the same source to the same bytes.
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
