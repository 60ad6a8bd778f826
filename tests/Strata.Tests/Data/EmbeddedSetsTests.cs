using Strata.Data;

namespace Strata.Tests.Data;

public class EmbeddedSetsTests
{
    [Fact]
    public void Digits_are_1297_and_500_images_with_fifty_test_images_of_each_class()
    {
        ImageSet set = ImageSets.Load("digits");
        Assert.Equal((1297, 500, 10), (set.Train.Count, set.Test.Count, set.Classes.Count));
        Assert.Equal((1, 8, 8, (byte)16), (set.Channels, set.Height, set.Width, set.PixelMaximum));
        Assert.Equal(16, set.Train.InMemory().Pixels.Max());
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(50, set.Test.Labels.Count(found => found == label)));
        Assert.Contains("CC BY 4.0", set.Citation, StringComparison.Ordinal);
    }

    [Fact]
    public void The_splits_of_the_digits_share_no_image()
    {
        ImageSet set = ImageSets.Load("digits");
        static IEnumerable<string> Images(Examples split)
            => Enumerable.Range(0, split.Count).Select(i => Convert.ToHexString(split.InMemory().Pixels, i * 64, 64));
        Assert.Equal(1797, Images(set.Train).Concat(Images(set.Test)).Distinct().Count());
    }

    [Fact]
    public void Thumbs_are_300_and_200_images_of_each_class_in_turn()
    {
        ImageSet set = ImageSets.Load("thumbs");
        Assert.Equal((3000, 2000), (set.Train.Count, set.Test.Count));
        Assert.Equal((3, 8, 8, (byte)255), (set.Channels, set.Height, set.Width, set.PixelMaximum));
        Assert.Equal(Enumerable.Range(0, 3000).Select(i => i % 10), set.Train.Labels);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => i % 10), set.Test.Labels);
        Assert.Contains("Krizhevsky", set.Citation, StringComparison.Ordinal);
    }

    /// <summary>Artifacts are found again by these hashes: a change makes every stored result of these sets unusable.</summary>
    [Theory]
    [InlineData("digits", "a78c6f265c12a09877421c43e8feb5ab775b33de74fa3e8d9392c0c28fca7efa")]
    [InlineData("thumbs", "9992953e55b880e99c996c44813a0153d51f70e501c7ac8a985f5ae3b7d7db34")]
    public void Their_content_never_changes(string name, string hash) => Assert.Equal(hash, ImageSets.Load(name).Hash);
}
