using Strata.Data;
using Strata.Runtime;

namespace Strata.Tests;

/// <summary>Small image sets made up for tests.</summary>
internal static class Sets
{
    /// <summary>
    /// Four classes told apart by their colour and the direction of their stripes, with noise: 96 training and 40 test images.
    /// </summary>
    public static ImageSet Stripes(int size)
    {
        var random = new RandomSequence(11, "stripes");
        return new()
        {
            Name = "stripes",
            Classes = ["across", "down", "red", "blue"],
            Channels = 3,
            Height = size,
            Width = size,
            PixelMaximum = 255,
            Train = Draw(96, size, random),
            Test = Draw(40, size, random),
            Hash = $"stripes{size}",
            Citation = "made up",
        };
    }

    private static HeldExamples Draw(int count, int size, RandomSequence random)
    {
        byte[] pixels = new byte[count * 3 * size * size];
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 4)];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % size, y = i / size % size, channel = i / (size * size) % 3, label = labels[i / (3 * size * size)];
            bool bright = label switch { 0 => y % 2 == 0, 1 => x % 2 == 0, 2 => channel == 0, _ => channel == 2 };
            pixels[i] = (byte)(random.Next(60) + (bright ? 150 : 20));
        }
        return new(pixels, labels);
    }
}
