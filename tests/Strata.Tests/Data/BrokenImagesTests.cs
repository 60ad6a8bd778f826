using System.IO.Compression;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

/// <summary>Broken images stop a set by name, or are left out and counted.</summary>
public sealed class BrokenImagesTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private static ImageSet Load(string source, StreamChoice stream, bool skip)
        => ImageSets.Load(source, new() { Reading = new() { Stream = stream, SkipBroken = skip } });

    private static List<(string Name, byte[]? Content)> Set(params (string, byte[]?)[] more) => [.. Pictures.SmallSet(), .. more];

    [Theory]
    [InlineData(StreamChoice.Never)]
    [InlineData(StreamChoice.Always)]
    public void They_are_left_out_and_counted_where_that_is_asked_for(StreamChoice stream)
    {
        byte[] cut = Pictures.Noise(4, 3, SkiaSharp.SKEncodedImageFormat.Png);
        SetForms.Write(_folder, Set(("train/ant/0.png", "no image"u8.ToArray()), ("test/cat/z.png", cut[..(cut.Length * 2 / 3)])));
        string sound = _folder["sound.tar"];
        Pictures.Tar(sound, gzip: false, Pictures.SmallSet());
        bool Fits(string form) => stream == StreamChoice.Never || !form.EndsWith(".gz", StringComparison.Ordinal);
        foreach (string form in SetForms.Names.Where(Fits))
        {
            string source = $"imagefolder:{_folder[form]}";
            Assert.Contains("--skip-broken", Assert.Throws<InvalidFileException>(() => Load(source, stream, skip: false)).Message,
                StringComparison.Ordinal);
            // Twice: from the files, and from what is kept of them.
            for (int start = 0; start < 2; start++)
            {
                ImageSet set = Load(source, stream, skip: true);
                Assert.Equal(2, set.Broken.Count);
                Assert.Contains("train/ant/0.png", set.Broken[0].Replace('\\', '/'), StringComparison.Ordinal);
                Assert.Contains("test/cat/z.png", set.Broken[1].Replace('\\', '/'), StringComparison.Ordinal);
                Assert.Equal($"2 broken images of {set.Name} left out", Assert.Single(set.Warnings));
                Assert.Equal(Load($"imagefolder:{sound}", stream, skip: false).Hash, set.Hash);
            }
            Assert.Contains("--skip-broken", Assert.ThrowsAny<StrataException>(() => Load(source, stream, skip: false)).Message,
                StringComparison.Ordinal);
        }
    }

    /// <summary>The first image says the size of all: one that cannot be read is left out as any other.</summary>
    [Theory]
    [InlineData(StreamChoice.Never)]
    [InlineData(StreamChoice.Always)]
    public void The_first_image_may_be_one_of_them(StreamChoice stream)
    {
        byte[] wrong = Pictures.Noise(4, 3, SkiaSharp.SKEncodedImageFormat.Png);
        using (ZipArchive zip = ZipFile.Open(_folder["set.zip"], ZipArchiveMode.Create))
            foreach ((string name, byte[]? content) in Set(("train/ant/0.png", wrong)).OrderBy(file => file.Name, StringComparer.Ordinal))
                using (Stream to = zip.CreateEntry(name, CompressionLevel.NoCompression).Open()) to.Write(content!);
        byte[] archive = File.ReadAllBytes(_folder["set.zip"]);
        // Its checksum is that of other pixels.
        archive[archive.AsSpan().IndexOf(wrong) + wrong.Length / 2] ^= 1;
        File.WriteAllBytes(_folder["set.zip"], archive);
        string source = $"imagefolder:{_folder["set.zip"]}";
        Assert.Contains("--skip-broken", Assert.Throws<InvalidFileException>(() => Load(source, stream, skip: false)).Message,
            StringComparison.Ordinal);
        ImageSet set = Load(source, stream, skip: true);
        Assert.Contains("train/ant/0.png", Assert.Single(set.Broken).Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal((4, 3, 4), (set.Width, set.Height, set.Train.Count));
    }

    /// <summary>What is left out stays out of the cache, so that a disk's passing trouble must not be taken for damage.</summary>
    [Fact]
    public void What_the_disk_or_the_system_refuses_is_not_broken()
    {
        static bool Broken(Exception? inner) => ImagePass.IsBroken(new InvalidFileException("x.png", "cannot be read", inner));
        Assert.False(Broken(new IOException("Stale file handle")));
        Assert.False(Broken(new UnauthorizedAccessException()));
        Assert.True(Broken(new EndOfStreamException()));
        Assert.True(Broken(new InvalidDataException()));
        Assert.True(Broken(null));
    }

    [Theory]
    [InlineData(StreamChoice.Never)]
    [InlineData(StreamChoice.Always)]
    public void A_class_that_loses_all_its_images_is_an_error(StreamChoice stream)
    {
        Pictures.Folder(_folder["set"],
            Set(("train/dog/0.png", "no image"u8.ToArray()), ("test/dog/0.png", Pictures.Plain(4, 3, 1, 1, 1))));
        InvalidFileException empty = Assert.Throws<InvalidFileException>(() => Load($"imagefolder:{_folder["set"]}", stream, skip: true));
        Assert.Contains("'dog'", empty.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StreamChoice.Never)]
    [InlineData(StreamChoice.Always)]
    public void Another_size_is_no_broken_image(StreamChoice stream)
    {
        Pictures.Folder(_folder["set"], Set(("train/ant/z.png", Pictures.Plain(5, 3, 1, 1, 1))));
        InvalidFileException other = Assert.Throws<InvalidFileException>(() => Load($"imagefolder:{_folder["set"]}", stream, skip: true));
        Assert.Contains("has 5x3 pixels; expected 4x3", other.Message, StringComparison.Ordinal);
    }
}
