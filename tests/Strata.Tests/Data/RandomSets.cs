using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests.Data;

/// <summary>Small made-up sets.</summary>
internal static class RandomSets
{
    /// <summary>Random pixels; labels repeat 0, 1, ... classes − 1.</summary>
    public static ImageSet Make(int train, int test, int channels, int height, int width, int classes = 10, byte maximum = 255)
    {
        var random = new RandomSequence(1, "pixels");
        HeldExamples Split(int count)
        {
            byte[] pixels = [.. Enumerable.Range(0, count * channels * height * width).Select(_ => (byte)random.Next(maximum + 1))];
            return new(pixels, [.. Enumerable.Range(0, count).Select(i => i % classes)]);
        }
        return ImageSets.Create("random", [.. Enumerable.Range(0, classes).Select(label => $"class{label}")], (channels, height, width),
            maximum, Split(train), Split(test), "made up");
    }
}
