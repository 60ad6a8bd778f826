using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Crops at random, resizes to the original size by bilinear interpolation and flips, as torchvision's RandomResizedCrop with its defaults
/// followed by RandomHorizontalFlip. A crop of an image that is held is never larger than the result, so that no smoothing is needed; one
/// of an image that is decoded as it is asked for is smoothed while it is decoded.
/// </summary>
public static class RandomResizedCrop
{
    /// <summary>Of the image's area.</summary>
    public const double SmallestArea = .08;

    /// <summary>Of width to height; the smallest is its inverse.</summary>
    public const double LargestRatio = 4.0 / 3;

    private const int Attempts = 10;

    /// <summary>
    /// Writes the chosen images, each with its own crop and flip, which depend on seed, epoch, step and place in the batch alone.
    /// </summary>
    /// <inheritdoc cref="Augmenter.Fill"/>
    public static unsafe void Fill(ImageSet set, Examples from, ReadOnlySpan<int> indices, long seed, int epoch, int step,
        Span<float> destination, PixelLayout layout = PixelLayout.ChannelsFirst, Normalization? normalization = null)
    {
        ImageBatch.Check(set, from, indices, destination);
        var shades = new PixelShades(set, normalization);
        var random = new RandomSequence(seed, $"augmentation/{epoch}", step);
        (int Index, Crop Crop, bool Flip)[] chosen = new (int, Crop, bool)[indices.Length];
        for (int i = 0; i < chosen.Length; i++)
        {
            (int height, int width) = from.SizeOf(set, indices[i]);
            chosen[i] = (indices[i], Draw(random, height, width), random.Next(2) == 1);
        }
        fixed (float* first = destination)
        {
            nint start = (nint)first;
            EachImage.Of(chosen.Length, from.Threads, i =>
            {
                PixelWindow window = from.Window(set, chosen[i].Index, chosen[i].Crop);
                Write(window, chosen[i].Flip, set, shades, layout, new((float*)start + i * (long)set.ImageBytes, set.ImageBytes));
            });
        }
    }

    /// <summary>Resizes what a crop shows to the size of the set's images.</summary>
    private static void Write(PixelWindow window, bool flip, ImageSet set, PixelShades shades, PixelLayout layout, Span<float> target)
    {
        int height = set.Height, width = set.Width;
        (int From, int To, float Share)[] rows = new (int, int, float)[height], columns = new (int, int, float)[width];
        for (int y = 0; y < height; y++) rows[y] = Between(y, window.Height, height);
        for (int x = 0; x < width; x++) columns[flip ? width - 1 - x : x] = Between(x, window.Width, width);
        bool whole = (window.Height, window.Width) == (height, width), last = layout == PixelLayout.ChannelsLast;
        int across = last ? set.Channels : 1, down = across * width, deep = last ? 1 : height * width;
        for (int channel = 0; channel < set.Channels; channel++)
        {
            ReadOnlySpan<byte> plane = window.Pixels.AsSpan(window.First + channel * window.Plane);
            float[] shade = shades[channel];
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<byte> upper = plane.Slice(rows[y].From * window.Row, window.Width),
                    lower = plane.Slice(rows[y].To * window.Row, window.Width);
                float under = rows[y].Share;
                int at = channel * deep + y * down;
                // A crop that was shrunk to its size while it was decoded: there is nothing between its pixels.
                if (whole)
                {
                    foreach ((int near, _, _) in columns)
                    {
                        target[at] = shade[upper[near]];
                        at += across;
                    }
                    continue;
                }
                foreach ((int near, int far, float share) in columns)
                {
                    float above = shade[upper[near]] + share * (shade[upper[far]] - shade[upper[near]]),
                        below = shade[lower[near]] + share * (shade[lower[far]] - shade[lower[near]]);
                    target[at] = above + under * (below - above);
                    at += across;
                }
            }
        }
    }

    /// <summary>
    /// An area and a ratio that fit into the image; where ten draws find none, the largest crop of the ratios in its middle.
    /// </summary>
    internal static Crop Draw(RandomSequence random, int height, int width)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            double area = (double)height * width * (SmallestArea + (1 - SmallestArea) * random.NextDouble()),
                ratio = Math.Exp(Math.Log(LargestRatio) * (2 * random.NextDouble() - 1));
            int wide = (int)Math.Round(Math.Sqrt(area * ratio)), tall = (int)Math.Round(Math.Sqrt(area / ratio));
            if (wide < 1 || tall < 1 || wide > width || tall > height) continue;
            return new(random.Next(height - tall + 1), random.Next(width - wide + 1), tall, wide);
        }
        int across = Math.Min(width, (int)Math.Round(height * LargestRatio)),
            down = Math.Min(height, (int)Math.Round(width * LargestRatio));
        return new((height - down) / 2, (width - across) / 2, down, across);
    }

    /// <summary>The two pixels between which an output pixel's centre lies, and the second one's share.</summary>
    private static (int From, int To, float Share) Between(int pixel, int length, int outputs)
    {
        double at = Math.Max(0, (pixel + .5) * length / outputs - .5);
        int near = (int)at;
        return (near, Math.Min(near + 1, length - 1), (float)(at - near));
    }
}
