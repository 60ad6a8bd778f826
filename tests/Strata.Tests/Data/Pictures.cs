using System.Formats.Tar;
using System.IO.Compression;
using SkiaSharp;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

/// <summary>Image files and archives made up for tests.</summary>
internal static class Pictures
{
    /// <summary>A file of one colour.</summary>
    public static byte[] Plain(int width, int height, byte red, byte green, byte blue,
        SKEncodedImageFormat format = SKEncodedImageFormat.Png)
        => Encode(width, height, format, _ => new SKColor(red, green, blue));

    /// <summary>A file of noise.</summary>
    public static byte[] Noise(int width, int height, SKEncodedImageFormat format, long seed = 1)
    {
        var random = new RandomSequence(seed, "noise");
        return Encode(width, height, format, _ => new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
    }

    /// <summary>A set that reads well: two classes of two training images and one test image of 4 x 3 pixels.</summary>
    public static List<(string Name, byte[]? Content)> SmallSet() =>
    [
        ("train/cat/2.png", Plain(4, 3, 20, 0, 0)), ("train/ant/10.png", Plain(4, 3, 10, 0, 0)),
            ("train/cat/1.jpg", Plain(4, 3, 40, 40, 40, SKEncodedImageFormat.Jpeg)),
        ("train/ant/9.png", Plain(4, 3, 9, 1, 2)), ("test/ant/a.png", Plain(4, 3, 1, 2, 3)), ("test/cat/a.png", Plain(4, 3, 4, 5, 6)),
    ];

    /// <summary>The pixels of a file, [3, height, width].</summary>
    /// <param name="accept">Called with what the file claims and can hold, before decoding.</param>
    public static byte[] Decode(byte[] content, string path, int? resize, Action<ImageHeader> accept)
    {
        ImageHeader header = ImageHeader.Read(content, path);
        accept(header);
        return ImageDecoder.Decode(content, path, header, resize);
    }

    /// <summary>Writes members in order; null content is a folder.</summary>
    public static void Tar(string path, bool gzip, IEnumerable<(string Name, byte[]? Content)> members)
    {
        using var file = File.Create(path);
        using Stream stream = gzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var tar = new TarWriter(stream, TarEntryFormat.Pax);
        foreach ((string name, byte[]? content) in members)
        {
            var entry = new PaxTarEntry(content is null ? TarEntryType.Directory : TarEntryType.RegularFile, name);
            if (content is not null) entry.DataStream = new MemoryStream(content);
            tar.WriteEntry(entry);
        }
    }

    public static void Folder(string path, IEnumerable<(string Name, byte[]? Content)> members)
    {
        foreach ((string name, byte[]? content) in members)
        {
            string place = Path.Combine(path, name);
            Directory.CreateDirectory(content is null ? place : Path.GetDirectoryName(place)!);
            if (content is not null) File.WriteAllBytes(place, content);
        }
    }

    private static byte[] Encode(int width, int height, SKEncodedImageFormat format, Func<int, SKColor> colour)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque))
        {
            Pixels =
            [.. Enumerable.Range(0, width * height).Select(colour)]
        };
        using SKData data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
