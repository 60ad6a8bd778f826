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
    public void The_hash_sees_sizes_pixels_labels_and_splits_but_not_names()
    {
        var train = new Examples([1, 2, 3, 4], [0, 1]);
        var test = new Examples([5, 6], [1]);
        string Hash(int classes, int height, int width, byte maximum, Examples a, Examples b)
            => ImageSetHash.Of(classes, 1, height, width, maximum, a, b);
        string[] hashes =
        [
            Hash(2, 1, 2, 255, train, test),
            Hash(3, 1, 2, 255, train, test),
            Hash(2, 2, 1, 255, train, test),
            Hash(2, 1, 2, 16, train, test),
            Hash(2, 1, 2, 255, test, train),
            Hash(2, 1, 2, 255, train with { Labels = [1, 1] }, test),
            Hash(2, 1, 2, 255, train with { Pixels = [1, 2, 3, 5] }, test),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(64, hashes[0].Length);
        Assert.Equal(hashes[0], Hash(2, 1, 2, 255, new([1, 2, 3, 4], [0, 1]), test));
    }
}
