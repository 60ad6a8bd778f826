using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

public class ImageSetsTests
{
    [Theory]
    [InlineData("digits")]
    [InlineData("thumbs")]
    [InlineData("cifar10:data")]
    [InlineData("cifar100:/some/where:odd")]
    [InlineData("imagefolder:a@b")]
    [InlineData("imagefolder:a@32")]
    [InlineData("mnist:x")]
    public void A_name_is_well_formed_whether_or_not_its_files_exist(string source) => Assert.Null(ImageSets.Problem(source));

    [Theory]
    [InlineData("foo:bar", "unknown kind 'foo'")]
    [InlineData("", "unknown kind ''")]
    [InlineData("Digits", "unknown kind 'Digits'")]
    [InlineData("digits:x", "takes no path")]
    [InlineData("cifar10", "needs a path")]
    [InlineData("cifar10:", "needs a path")]
    [InlineData("imagefolder:a@0", "size 0 is outside 1 to 1024")]
    [InlineData("imagefolder:a@99999999999", "size 99999999999 is outside 1 to 1024")]
    public void A_malformed_name_is_an_error_of_usage(string source, string expected)
    {
        Assert.Contains(expected, ImageSets.Problem(source), StringComparison.Ordinal);
        Assert.Equal(ImageSets.Problem(source), Assert.Throws<InvalidOptionsException>(() => ImageSets.Load(source)).Message);
    }

    [Fact]
    public void A_path_may_begin_at_home()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Assert.Equal($"{home}/x", DataSource.Parse("cifar10:~/x", out _)!.Path);
        Assert.Equal(home, DataSource.Parse("mnist:~", out _)!.Path);
        Assert.Equal(($"{home}/x", 32),
            (DataSource.Parse("imagefolder:~/x@32", out _)!.Path, DataSource.Parse("imagefolder:~/x@32", out _)!.Resize));
        Assert.Equal("~other/x", DataSource.Parse("cifar100:~other/x", out _)!.Path);
        Assert.Equal("./~/x", DataSource.Parse("cifar100:./~/x", out _)!.Path);
    }

    [Fact]
    public void A_folder_that_is_called_like_a_size_is_itself()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["x@64"]);
        Directory.CreateDirectory(folder["y@5000"]);
        Assert.Equal((folder["x@64"], null), Parsed("x@64"));
        Assert.Equal((folder["x@64"], 32), Parsed("x@64@32"));
        Assert.Equal((folder["y@5000"], null), Parsed("y@5000"));
        Assert.Equal((folder["z"], 64), Parsed("z@64"));
        Directory.CreateDirectory(folder["x"]);
        string problem = ImageSets.Problem($"imagefolder:{folder["x@64"]}")!;
        Assert.Contains("both", problem, StringComparison.Ordinal);
        Assert.Contains($"'imagefolder:{folder["x@64"]}/'", problem, StringComparison.Ordinal);
        Assert.Equal((folder["x@64/"], null), Parsed("x@64/"));
        Assert.Equal((folder["x/"], 64), Parsed("x/@64"));

        (string, int?) Parsed(string name)
        {
            DataSource source = DataSource.Parse($"imagefolder:{folder[name]}", out _)!;
            return (source.Path, source.Resize);
        }
    }

    [Fact]
    public void The_hash_sees_sizes_pixels_labels_and_splits_but_not_names()
    {
        var train = new HeldExamples([1, 2, 3, 4], [0, 1]);
        var test = new HeldExamples([5, 6], [1]);
        string Hash(int classes, int height, int width, byte maximum, HeldExamples a, HeldExamples b)
            => ImageSetHash.Of(classes, 1, height, width, maximum, a, b);
        string[] hashes =
        [
            Hash(2, 1, 2, 255, train, test),
            Hash(3, 1, 2, 255, train, test),
            Hash(2, 2, 1, 255, train, test),
            Hash(2, 1, 2, 16, train, test),
            Hash(2, 1, 2, 255, test, train),
            Hash(2, 1, 2, 255, new(train.Pixels, [1, 1]), test),
            Hash(2, 1, 2, 255, new([1, 2, 3, 5], train.Labels), test),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(64, hashes[0].Length);
        Assert.Equal(hashes[0], Hash(2, 1, 2, 255, new([1, 2, 3, 4], [0, 1]), test));
    }
}
