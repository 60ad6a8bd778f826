using SkiaSharp;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private ImageSet LoadFolder(IEnumerable<(string, byte[]?)> members, string suffix = "", Action<string>? say = null)
    {
        Pictures.Folder(_folder["set"], members);
        return ImageSets.Load($"imagefolder:{_folder["set"]}{suffix}", new() { Say = say });
    }

    private InvalidFileException Refused(params (string, byte[]?)[] more)
        => Assert.Throws<InvalidFileException>(() => LoadFolder([.. Pictures.SmallSet(), .. more]));

    [Fact]
    public void Classes_and_files_are_in_ordinal_order_and_the_pixels_are_theirs()
    {
        ImageSet set = LoadFolder(Pictures.SmallSet());
        Assert.Equal(["ant", "cat"], set.Classes);
        Assert.Equal((3, 3, 4, (byte)255, "set"), (set.Channels, set.Height, set.Width, set.PixelMaximum, set.Name));
        Assert.Equal([0, 0, 1, 1], set.Train.Labels);
        Assert.Equal([0, 1], set.Test.Labels);
        // "10.png" comes before "9.png": names are compared letter by letter.
        Assert.Equal([10, 9, 40, 20], Enumerable.Range(0, 4).Select(i => (int)set.Train.InMemory().Pixels[i * 36]));
        Assert.Equal([.. Enumerable.Repeat<byte>(1, 12), .. Enumerable.Repeat<byte>(2, 12), .. Enumerable.Repeat<byte>(3, 12)],
            set.Test.InMemory().Pixels[..36]);
    }

    [Fact]
    public void Folder_tar_and_gzipped_tar_are_the_same_set_whatever_the_order_of_the_members()
    {
        string expected = LoadFolder(Pictures.SmallSet()).Hash;
        foreach ((string name, bool gzip, string prefix) in new[] { ("a.tar", false, ""), ("b.tar.gz", true, "./"),
            ("c.tgz", true, "images/") })
        {
            Pictures.Tar(_folder[name], gzip, Pictures.SmallSet().AsEnumerable().Reverse()
                .Select(member => (prefix + member.Name, member.Content)));
            Assert.Equal(expected, ImageSets.Load($"imagefolder:{_folder[name]}").Hash);
        }
    }

    [Fact]
    public void Val_stands_for_test_where_there_is_no_test()
    {
        var renamed = Pictures.SmallSet()
            .Select(member => (member.Name.Replace("test/", "val/", StringComparison.Ordinal), member.Content));
        ImageSet set = LoadFolder(renamed);
        Assert.Equal([0, 1], set.Test.Labels);
    }

    [Fact]
    public void A_set_without_test_images_says_so()
    {
        var said = new List<string>();
        ImageSet set = LoadFolder(Pictures.SmallSet().Where(member => member.Name.StartsWith("train", StringComparison.Ordinal)),
            say: said.Add);
        Assert.Equal(0, set.Test.Count);
        Assert.Contains(said, line => line.Contains("no test split", StringComparison.Ordinal));
    }

    [Fact]
    public void A_size_makes_images_of_different_sizes_one_set()
    {
        ImageSet set = LoadFolder([.. Pictures.SmallSet(), ("train/cat/big.png", Pictures.Plain(50, 20, 7, 8, 9))], "@2");
        Assert.Equal((2, 2, 5), (set.Height, set.Width, set.Train.Count));
        Assert.Equal([7, 7, 7, 7, 8, 8, 8, 8, 9, 9, 9, 9], set.Train.InMemory().Pixels[^12..]);
    }

    [Fact]
    public void Leftovers_of_file_managers_and_other_folders_are_passed_over()
    {
        ImageSet set = LoadFolder([.. Pictures.SmallSet(), ("train/cat/.DS_Store", [1]), ("train/cat/Thumbs.db", [1]), ("README.txt", [1]),
            ("docs/x/y.png", [1])]);
        Assert.Equal(4, set.Train.Count);
    }

    [Fact]
    public void A_JPEG_is_decoded_to_within_its_loss()
    {
        ImageSet set = LoadFolder([.. Pictures.SmallSet().Where(member => !member.Name.Contains("cat", StringComparison.Ordinal)),
            ("train/cat/1.jpg", Pictures.Plain(4, 3, 200, 100, 50, SKEncodedImageFormat.Jpeg)),
                ("test/cat/1.jpg", Pictures.Plain(4, 3, 200, 100, 50, SKEncodedImageFormat.Jpeg))]);
        // Quality 90 keeps a plain colour to within a few of 255 shades.
        Assert.InRange(set.Test.InMemory().Pixels[36], 195, 205);
        Assert.InRange(set.Test.InMemory().Pixels[36 + 12], 95, 105);
        Assert.InRange(set.Test.InMemory().Pixels[36 + 24], 45, 55);
    }

    [Fact]
    public void Another_size_names_the_file_and_both_sizes()
    {
        InvalidFileException error = Refused(("train/cat/3.png", Pictures.Plain(5, 3, 0, 0, 0)));
        Assert.Contains("pixels; expected", error.Problem, StringComparison.Ordinal);
        Assert.Contains("5x3", error.Problem, StringComparison.Ordinal);
        Assert.Contains("4x3", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_image_is_refused_by_name_or_by_content()
    {
        Assert.EndsWith("notes.txt", Refused(("train/cat/notes.txt", [1])).Path, StringComparison.Ordinal);
        File.Delete(_folder["set/train/cat/notes.txt"]);
        InvalidFileException error = Refused(("train/cat/page.png", "<html>"u8.ToArray()));
        Assert.EndsWith("page.png", error.Path, StringComparison.Ordinal);
        Assert.Contains("is a web page; expected a JPEG or PNG image", error.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Png)]
    public void A_truncated_image_is_refused(SKEncodedImageFormat format)
    {
        byte[] whole = Pictures.Noise(40, 30, format);
        Assert.Equal(3600, Pictures.Decode(whole, "x", null, _ => { }).Length);
        Assert.Throws<InvalidFileException>(() => Pictures.Decode(whole[..(whole.Length / 2)], "x", null, _ => { }));
        Assert.Throws<InvalidFileException>(() => Pictures.Decode(whole[..20], "x", null, _ => { }));
        Assert.Throws<InvalidFileException>(() => Pictures.Decode([], "x", null, _ => { }));
    }

    [Fact]
    public void A_JPEG_that_claims_60000_by_60000_pixels_is_refused_before_it_is_decoded()
    {
        byte[] image = Pictures.Plain(16, 16, 1, 2, 3, SKEncodedImageFormat.Jpeg);
        int frame = image.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        // Marker, length (2 bytes), precision, then height and width of two bytes each.
        (image[frame + 5], image[frame + 6], image[frame + 7], image[frame + 8]) = (60000 >> 8, 60000 & 255, 60000 >> 8, 60000 & 255);
        InvalidFileException error =
            Assert.Throws<InvalidFileException>(() => Pictures.Decode(image, "bomb.jpg", null, _ => Assert.Fail("too late")));
        Assert.Contains("60000x60000", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_EXIF_says_to_turn_are_counted_and_read_as_they_are_stored()
    {
        byte[] plain = Pictures.Noise(4, 3, SKEncodedImageFormat.Jpeg);
        byte[] segment = [.. "Exif\0\0"u8, .. ImageHeaderTests.Exif(6, little: true)];
        byte[] turned = [.. plain[..2], 0xff, 0xe1, 0, (byte)(segment.Length + 2), .. segment, .. plain[2..]];
        Pictures.Folder(_folder["turned"],
            [("train/a/1.jpg", turned), ("train/a/2.jpg", plain), ("train/b/1.jpg", turned), ("test/a/1.jpg", turned),
                ("test/b/1.jpg", plain)]);
        ImageSet set = ImageSets.Load($"imagefolder:{_folder["turned"]}");
        Assert.Contains("has 3 of 5 images that EXIF says to turn", Assert.Single(set.Notes));
        Assert.Equal(set.Train.InMemory().Pixels[..36], set.Train.InMemory().Pixels[36..72]);
    }

    [Fact]
    public void A_set_that_its_files_do_not_explain_is_refused_before_it_is_decoded()
    {
        byte[] black = PngBytes.Black(4000, 3000, 1, 0);
        Pictures.Folder(_folder["black"], Enumerable.Range(0, 10).Select(i => ($"train/a/{i}.png", (byte[]?)black)));
        InvalidFileException refused = Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["black"]}"));
        Assert.Contains("10 images of 4000x3000 pixels", refused.Problem);
        Assert.Equal(8, ImageSets.Load($"imagefolder:{_folder["black"]}@8").Width);
    }

    [Fact]
    public void A_class_without_images_is_refused()
    {
        Assert.Contains("train/dog", Refused(("train/dog", null), ("test/dog/a.png", Pictures.Plain(4, 3, 0, 0, 0))).Problem,
            StringComparison.Ordinal);
        Directory.Delete(_folder["set"], recursive: true);
        Assert.Contains("no train/dog", Refused(("test/dog/a.png", Pictures.Plain(4, 3, 0, 0, 0))).Problem, StringComparison.Ordinal);
        Directory.Delete(_folder["set"], recursive: true);
        Assert.Contains("test/dog", Refused(("train/dog/a.png", Pictures.Plain(4, 3, 0, 0, 0))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_outside_of_the_classes_is_refused()
        => Assert.Contains("train/CLASS/FILE", Refused(("train/stray.png", Pictures.Plain(4, 3, 0, 0, 0))).Problem,
            StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_train_and_a_missing_path_are_refused()
    {
        Directory.CreateDirectory(_folder["set/elsewhere"]);
        Assert.Contains("train/CLASS", Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["set"]}")).Problem,
            StringComparison.Ordinal);
        Assert.Contains("does not exist",
            Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["missing"]}")).Problem,
            StringComparison.Ordinal);
    }
}
