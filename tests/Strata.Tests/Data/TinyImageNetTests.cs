using System.IO.Compression;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

/// <summary>The official layout of Tiny-ImageNet.</summary>
public sealed class TinyImageNetTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private const string Annotations = "val_0.JPEG\tn2\t0\t0\t62\t62\nval_1.JPEG\tn1\t0\t0\t9\t9\n";

    private static List<(string Name, byte[]? Content)> Official(string annotations = Annotations) =>
    [
        ("tiny-imagenet-200/wnids.txt", Text("n2\nn1\n")), ("tiny-imagenet-200/words.txt", Text("n1\tcat\nn2\tdog, hound\nn3\tentity\n")),
        ("tiny-imagenet-200/train/n2/n2_boxes.txt", Text("n2_0.JPEG\t0\t0\t63\t63\n")),
        ("tiny-imagenet-200/train/n2/images/n2_0.JPEG", Pictures.Plain(8, 8, 20, 0, 0)),
        ("tiny-imagenet-200/train/n1/images/n1_0.JPEG", Pictures.Plain(8, 8, 10, 0, 0)),
        ("tiny-imagenet-200/train/n1/images/n1_1.JPEG", Pictures.Plain(8, 8, 11, 0, 0)),
        ("tiny-imagenet-200/val/val_annotations.txt", Text(annotations)),
        ("tiny-imagenet-200/val/images/val_0.JPEG", Pictures.Plain(8, 8, 21, 0, 0)),
        ("tiny-imagenet-200/val/images/val_1.JPEG", Pictures.Plain(8, 8, 12, 0, 0)),
        ("tiny-imagenet-200/test/images/test_0.JPEG", Pictures.Plain(8, 8, 99, 0, 0)),
    ];

    [Theory]
    [InlineData(StreamChoice.Auto)]
    [InlineData(StreamChoice.Always)]
    public void Its_validation_images_are_the_test_split(StreamChoice stream)
    {
        using (var zip = new ZipArchive(File.Create(_folder["tiny.zip"]), ZipArchiveMode.Create))
        {
            foreach ((string name, byte[]? content) in Official())
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        Pictures.Folder(_folder["set"], Official());
        foreach (string path in (string[])["tiny.zip", "set", "set/tiny-imagenet-200"])
        {
            ImageSet set = ImageSets.Load($"tiny-imagenet:{_folder[path]}", new() { Reading = new() { Stream = stream } });
            Assert.Equal(["cat", "dog, hound"], set.Classes);
            Assert.Equal(["n1", "n2"], set.ClassFolders);
            Assert.Equal([0, 0, 1], set.Train.Labels);
            Assert.Equal([0, 1], set.Test.Labels);
            Assert.Equal([10, 11, 20], Enumerable.Range(0, 3).Select(i => (int)set.Train.InMemory().Pixels[i * 192]));
            Assert.Equal([12, 21], Enumerable.Range(0, 2).Select(i => (int)set.Test.InMemory().Pixels[i * 192]));
        }
    }

    [Theory]
    [InlineData("val_0.JPEG\tn9\n", "n9")]
    [InlineData("val_0.JPEG\n", "line 1")]
    [InlineData("val_0.JPEG\tn2\n", "val_1.JPEG")]
    public void Labels_that_are_missing_or_unknown_are_refused(string annotations, string names)
    {
        Pictures.Folder(_folder["set"], Official(annotations));
        Assert.Contains(names, Assert.Throws<InvalidFileException>(() => ImageSets.Load($"tiny-imagenet:{_folder["set"]}")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Another_set_is_told_how_to_get_this_one()
    {
        Pictures.Folder(_folder["set"], Pictures.SmallSet());
        Assert.Contains("strata data get tiny-imagenet", Assert.Throws<InvalidFileException>(
            () => ImageSets.Load($"tiny-imagenet:{_folder["set"]}")).Message, StringComparison.Ordinal);
    }
}
