using Strata.Arrays;

namespace Strata.EndToEnd.Tests;

/// <summary>Every form of JPEG and PNG gives the pixels that Pillow gives, held in memory or not.</summary>
public sealed class PictureFormsTests
{
    /// <summary>Two levels: decoders round differently.</summary>
    private const double Tolerance = 2.0 / 255;

    [Theory]
    [InlineData("never")]
    [InlineData("always")]
    public void Pixels_are_those_of_Pillow(string stream)
    {
        using var folder = new WorkFolder();
        folder.Oracle("pictures.py", "torchvision", ["set", "expected.npy"]);
        RunResult export = folder.Strata("data", "export", "imagefolder:set", "--no-cache", "--stream", stream, "--split", "train",
            "--images", "x.npy", "--labels", "y.npy").Expect(0);
        Assert.Contains("1 of 11 images that EXIF says to turn", export.Errors, StringComparison.Ordinal);
        using NpyReader found = NpyFile.Open(folder["x.npy"]), expected = NpyFile.Open(folder["expected.npy"]);
        Assert.Equal(expected.Shape, found.Shape);
        double[] ours = found.ReadAll(), theirs = expected.ReadAll();
        int image = ours.Length / expected.Shape[0];
        for (int i = 0; i < expected.Shape[0]; i++)
        {
            double largest = Enumerable.Range(i * image, image).Max(k => Math.Abs(ours[k] - theirs[k]));
            Assert.True(largest <= Tolerance, $"image {i} differs by {255 * largest:0} levels");
        }
    }
}
