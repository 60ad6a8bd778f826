using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

/// <summary>One rule for folders and archives, stated by examples: each tree is read in four forms.</summary>
public sealed class ImageFolderLayoutTests : IDisposable
{
    private readonly CacheFolder _cache = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    /// <summary>Reads four forms of a tree, which agree; a stroke at the end of a name makes a folder.</summary>
    private string Read(params string[] names)
    {
        SetForms.Write(_folder, [.. names.Select(name => name.EndsWith('/')
            ? (name[..^1], null)
            : (name, (byte[]?)Pictures.Plain(4, 3, (byte)Path.GetFileName(name)[0], 1, 2)))]);
        string[] read = SetForms.Read(_folder);
        Assert.All(read, one => Assert.Equal(read[0], one));
        return read[0];
    }

    private static string[] Set(string top = "", string train = "train", string test = "test")
        => [$"{top}{train}/a/1.png", $"{top}{train}/b/2.png", $"{top}{test}/a/3.png", $"{top}{test}/b/4.png"];

    [Theory]
    [InlineData("train/.ipynb_checkpoints/x.png")]
    [InlineData("train/a/.ipynb_checkpoints/x.png")]
    [InlineData("train/a/.x.png")]
    [InlineData("train/a/._1.png")]
    [InlineData("train/.DS_Store")]
    [InlineData("train/a/Thumbs.db")]
    [InlineData("train/a/desktop.ini")]
    [InlineData("train/__MACOSX/a/._1.png")]
    [InlineData("test/a/@eaDir/1.png")]
    public void Leftovers_of_other_programs_are_passed_over_and_noted(string name)
    {
        string plain = Read(Set());
        string[] read =
            Read([.. Set(), name]).Split(" has hidden files or leftovers of other programs, which are passed over: 1, the first ");
        Assert.Equal(2, read.Length);
        Assert.Equal(plain.TrimEnd(), read[0].TrimEnd());
        Assert.StartsWith(read[1].Trim('\''), name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("__MACOSX/set/train/a/._1.png")]
    [InlineData(".git/train/a/1.png")]
    [InlineData("README.txt")]
    public void Leftovers_outside_of_the_splits_and_other_files_are_no_matter(string name)
        => Assert.Equal(Read(Set()), Read([.. Set(), name]));

    [Theory]
    [InlineData("top/")]
    [InlineData("one/two/three/")]
    [InlineData("train/")]
    [InlineData("val/")]
    public void A_folder_that_holds_everything_is_passed_through(string top)
    {
        string read = Read(Set(top));
        Assert.Equal(Read(Set()), read);
    }

    [Theory]
    [InlineData("train", "test", "")]
    [InlineData("Train", "TEST", "")]
    [InlineData("training", "testing", "")]
    [InlineData("train", "val", "has no test/: val/ is the test split")]
    [InlineData("train", "valid", "has no test/: valid/ is the test split")]
    [InlineData("train", "validation", "has no test/: validation/ is the test split")]
    public void Splits_have_several_names(string train, string test, string note)
    {
        string read = Read(Set("", train, test));
        Assert.Equal($"{Read(Set()).TrimEnd()} {note}".TrimEnd(), read.TrimEnd());
    }

    /// <summary>As of ImageNet, for models that others trained.</summary>
    [Theory]
    [InlineData("test/", "")]
    [InlineData("top/test/", "")]
    [InlineData("test/test/", "")]
    [InlineData("val/", " | has no test/: val/ is the test split")]
    public void A_set_may_have_test_images_alone(string folder, string note)
    {
        string read = Read(folder + "a/1.png", folder + "b/2.png");
        Assert.Contains(" a,b 0+2 ", read, StringComparison.Ordinal);
        Assert.EndsWith($"has no train/: there are no training images{note}", read.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_is_noted()
    {
        Assert.Contains("has neither test/ nor val/: there is no test split", Read("train/a/1.png", "train/b/2.png"),
            StringComparison.Ordinal);
        Assert.Contains("2+2 has both test/ and val/: val/ is left out", Read([.. Set(), "val/a/1.png"]), StringComparison.Ordinal);
        Assert.Contains("has the folder 'extra', which is no split and is left out", Read([.. Set(), "extra/a/1.png"]),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("holds no folder train/CLASS or test/CLASS with images: 'a' has images itself; put", "a/1.png", "b/2.png")]
    [InlineData("holds no folder train/CLASS or test/CLASS with images: it has images itself; put", "1.png", "2.png")]
    [InlineData("holds no folder train/CLASS or test/CLASS with images; its folders are 'x', 'y'", "x/train/a/1.png", "y/train/a/1.png")]
    [InlineData("holds no class; expected train/CLASS/FILE", "train/")]
    [InlineData("lies outside of any class; expected train/CLASS/FILE", "train/1.png", "train/a/1.png")]
    [InlineData("is no image by its name; expected .jpg, .jpeg or .png", "train/a/1.png", "train/a/notes.txt")]
    [InlineData("has no image in train/b; expected at least one of each class", "train/a/1.png", "train/b/")]
    [InlineData("has no image in train/b; expected at least one of each class", "train/a/1.png", "train/b/.x.png")]
    [InlineData("has test/b, but no train/b", "train/a/1.png", "test/a/1.png", "test/b/1.png")]
    [InlineData("has no image in test/b; expected at least one of each class", "train/a/1.png", "train/b/1.png", "test/a/1.png")]
    [InlineData("holds no class; expected test/CLASS/FILE", "test/")]
    [InlineData("lies outside of any class; expected val/CLASS/FILE", "val/1.png", "val/2.png")]
    [InlineData("has both 'Train' and 'train'", "train/a/1.png", "Train/a/1.png")]
    [InlineData("has both 'Test' and 'test'", "train/a/1.png", "test/a/1.png", "Test/a/1.png")]
    public void What_is_no_set_is_refused_with_the_same_words(string problem, params string[] names)
        => Assert.Contains(problem, Read(names), StringComparison.Ordinal);

    [Fact]
    public void A_class_may_be_called_train_and_hold_folders()
    {
        Assert.Contains(" car,train 2+0 ", Read("train/car/1.png", "train/train/2.png"), StringComparison.Ordinal);
        Assert.Contains(" a 2+1 ", Read("train/a/images/deep/1.png", "train/a/2.png", "test/a/images/1.png"), StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_that_file_systems_write_in_two_ways_are_the_same_class_in_the_same_order()
    {
        const string One = "caf\u00e9", Two = "cafe\u0301";
        string composed = Read($"train/{One}/1.png", "train/cafz/2.png", $"test/{One}/\u00e4.png", $"test/{One}/z.png", "test/cafz/4.png");
        string mixed = Read($"train/{Two}/1.png", "train/cafz/2.png", $"test/{One}/a\u0308.png", $"test/{One}/z.png", "test/cafz/4.png");
        // The pictures differ in the first letter of their names alone.
        Assert.Contains($" cafz,{One} 2+3 ", mixed, StringComparison.Ordinal);
        string again = Read($"train/{One}/1.png", "train/cafz/2.png", $"test/{Two}/a\u0308.png", $"test/{Two}/z.png", "test/cafz/4.png");
        Assert.Equal(again, mixed);
        Assert.Contains($" cafz,{One} 2+3 ", composed, StringComparison.Ordinal);
        Assert.Contains($"has the class '{One}' twice", Read($"train/{One}/1.png", $"train/{Two}/1.png"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_with_colons_and_strokes_are_names_and_what_climbs_out_is_none()
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "names of files cannot have these letters there");
        Assert.Contains(" a,b\\c,d:e 4+0 ",
            Read("train/a/2021-01-01T12:00:00.png", "train/b\\c/1.png", "train/d:e/1.png", "train/a/x\\y.png"),
            StringComparison.Ordinal);
        Pictures.Folder(_folder["other"], [("train/..\\..\\evil/1.png", Pictures.Plain(4, 3, 1, 2, 3))]);
        Assert.Contains("leads out", Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["other"]}")).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_set_is_a_function_of_content_alone()
    {
        var random = new RandomSequence(3, "forms");
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"{(i % 4 == 0 ? "test" : "train")}/c{i % 3}/{i:000}.png")];
        var members = names.Select((name, i) => (name, (byte[]?)Pictures.Noise(12, 9, SkiaSharp.SKEncodedImageFormat.Png, i))).ToArray();
        string? first = null;
        for (int round = 0; round < 12; round++)
        {
            // Earlier occurrences of a name, whose content does not count, and another order every time.
            var stale = members.Where((_, i) => (i + round) % 5 == 0)
                .Select(member => (member.name, round % 2 == 0 ? (byte[]?)Pictures.Plain(5, 5, 9, 9, 9) : [1, 2, 3]));
            var order = random.Permutation(members.Length).Select(place => members[place]).ToArray();
            Pictures.Tar(_folder["x.tar"], gzip: round % 3 == 0, [.. stale, .. order]);
            string hash = ImageSets.Load($"imagefolder:{_folder["x.tar"]}").Hash;
            Assert.Equal(first ??= hash, hash);
        }
        Pictures.Folder(_folder["set"], members);
        Assert.Equal(first, ImageSets.Load($"imagefolder:{_folder["set"]}").Hash);
    }

    [Fact]
    public void The_first_problem_is_told_whichever_thread_is_faster()
    {
        var members =
            Enumerable.Range(0, 60).Select(i
                => ($"train/a/{i:00}.png", (byte[]?)(i > 20 && i % 3 == 0 ? [1] : Pictures.Plain(4, 3, 1, 2, 3))));
        Pictures.Folder(_folder["set"], members);
        for (int round = 0; round < 20; round++)
            Assert.EndsWith("21.png", Assert.Throws<InvalidFileException>(() => ImageSets.Load($"imagefolder:{_folder["set"]}")).Path);
    }
}
