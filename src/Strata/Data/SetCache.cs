using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Keeps decoded sets in the user's cache folder, so that an archive is unpacked once. A file there is a line of JSON and then the raw
/// pixels and labels; it is used only while the source has the length and time of change it had, and while the content fits its hash.
/// </summary>
internal static class SetCache
{
    private const int Version = 1, LongestHeader = 1 << 20;

    /// <summary>What the first line says. <c>Hash</c> is that of the set, so it is the checksum of the content too.</summary>
    private sealed record Header(int Version, string Source, string Name, string[] Classes, int Channels, int Height, int Width,
        byte PixelMaximum, int Train, int Test, string Hash, string Citation);

    /// <summary>From the cache if it is there and sound, else from <paramref name="read"/>, and then kept for the next time.</summary>
    /// <param name="path">The source: what the file is kept for.</param>
    /// <param name="kind">How the source is read.</param>
    /// <param name="say">Told when something has to be decoded, and when it could not be kept.</param>
    /// <param name="read">Reads the source.</param>
    /// <param name="fingerprint">Stands for the content of a folder; a file has length and time of change.</param>
    public static ImageSet Through(string path, string kind, Action<string>? say, Func<ImageSet> read, string? fingerprint = null)
    {
        string full = Path.GetFullPath(path);
        var source = new FileInfo(full);
        if (fingerprint is null && !source.Exists)
            throw new InvalidFileException(path, Directory.Exists(path) ? "is a folder; expected a file" : "no such file or folder");
        string state = fingerprint ?? $"{source.Length}/{source.LastWriteTimeUtc.Ticks}";
        string? file = CacheFolder.Locate() is { } folder
            ? Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\0{full}")))[..32]}.images")
            : null;

        if (file is not null && File.Exists(file))
        {
            try
            {
                if (Load(file, state) is { } kept) return kept;
            }
            catch (Exception unusable)
                when (unusable is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
            {
                say?.Invoke($"The cached copy {file} is unusable ({unusable.Message.TrimEnd('.')}) and is made again.");
            }
        }
        say?.Invoke($"Reading {path}; later starts use a decoded copy.");
        ImageSet set = read();
        try
        {
            if (file is null) throw new IOException("there is no home folder");
            Save(file, set, state);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            say?.Invoke($"The decoded images could not be kept for the next start ({unwritable.Message.TrimEnd('.')}).");
        }
        return set;
    }

    private static ImageSet? Load(string file, string state)
    {
        using FileStream stream = File.OpenRead(file);
        var line = new MemoryStream();
        for (int next; (next = stream.ReadByte()) != '\n'; line.WriteByte((byte)next))
        {
            if (next < 0 || line.Length >= LongestHeader) throw new InvalidDataException("its header has no end");
        }
        Header header = JsonSerializer.Deserialize<Header>(line.ToArray(), JsonSerializerOptions.Web)
            ?? throw new InvalidDataException("its header is empty");
        if (header.Version != Version || header.Source != state) return null;

        long image = (long)header.Channels * header.Height * header.Width, count = (long)header.Train + header.Test;
        if (header.Channels < 1 || header.Height < 1 || header.Width < 1 || header.Train < 0 || header.Test < 0 || image > Array.MaxLength
            || image * Math.Max(header.Train, header.Test) > Array.MaxLength
            || stream.Length != stream.Position + count * (image + sizeof(int)))
            throw new InvalidDataException($"it has {stream.Length} bytes, which its header does not explain");
        Examples train = ReadExamples(stream, header.Train, (int)image), test = ReadExamples(stream, header.Test, (int)image);
        ImageSet set = ImageSets.Create(header.Name, header.Classes, (header.Channels, header.Height, header.Width), header.PixelMaximum,
            train, test, header.Citation);
        return set.Hash == header.Hash ? set : throw new InvalidDataException("its checksum does not fit");
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
        // No flush to disk as in AtomicFile: a copy that a power cut damages is noticed by its checksum and made again.
        string temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
            {
                var header = new Header(Version, state, set.Name, [.. set.Classes], set.Channels, set.Height, set.Width, set.PixelMaximum,
                    set.Train.Count, set.Test.Count, set.Hash, set.Citation);
                JsonSerializer.Serialize(stream, header, JsonSerializerOptions.Web);
                stream.WriteByte((byte)'\n');
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
