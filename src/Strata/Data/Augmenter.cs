using Strata.Runtime;

namespace Strata.Data;

/// <summary>
/// Reflect-pads by 4, crops to the original size and flips horizontally, in the same pass that turns bytes into floats: padding, crop and
/// flip are only another order of reading, so no padded image is ever made.
/// </summary>
public static class Augmenter
{
    /// <summary>Pixels of padding on each side.</summary>
    public const int Padding = 4;

    /// <summary>
    /// Writes the chosen images, each with its own random crop and flip, which depend on seed, epoch, step and place in the batch alone.
    /// </summary>
    /// <param name="set">Gives the sizes and the pixel maximum.</param>
    /// <param name="from">The split to take from.</param>
    /// <param name="indices">[n], each in [0, from.Count).</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="epoch">Which epoch.</param>
    /// <param name="step">Which batch of the epoch.</param>
    /// <param name="destination">[n, channels, height, width] or [n, height, width, channels], as <paramref name="layout"/> says.</param>
    /// <param name="layout">The order of the dimensions.</param>
    /// <param name="normalization">Settled; null: none.</param>
    /// <exception cref="ArgumentException">
    /// The destination has another length, an index is out of range, or the images are no larger than the padding, so that nothing could be
    /// reflected.
    /// </exception>
    public static void Fill(ImageSet set, Examples from, ReadOnlySpan<int> indices, long seed, int epoch, int step, Span<float> destination,
        PixelLayout layout = PixelLayout.ChannelsFirst, Normalization? normalization = null)
    {
        ImageBatch.Check(set, from, indices, destination);
        int height = set.Height, width = set.Width, channels = set.Channels, size = set.ImageBytes;
        if (Problem(set) is { } problem) throw new ArgumentException(problem, nameof(set));

        (HeldExamples images, int[] places) = from.Fetch(indices);
        var shades = new PixelShades(set, normalization);
        var random = new RandomSequence(seed, $"augmentation/{epoch}", step);
        int[] rows = new int[height], columns = new int[width];
        bool last = layout == PixelLayout.ChannelsLast;
        int across = last ? channels : 1, down = across * width, deep = last ? 1 : height * width;

        for (int i = 0; i < indices.Length; i++)
        {
            int top = random.Next(2 * Padding + 1) - Padding, left = random.Next(2 * Padding + 1) - Padding;
            bool flip = random.Next(2) == 1;
            for (int y = 0; y < height; y++) rows[y] = Reflect(y + top, height) * width;
            for (int x = 0; x < width; x++) columns[flip ? width - 1 - x : x] = Reflect(x + left, width);

            ReadOnlySpan<byte> source = images.Pixels.AsSpan(places[i] * size, size);
            Span<float> target = destination.Slice(i * size, size);
            for (int channel = 0; channel < channels; channel++)
            {
                ReadOnlySpan<byte> plane = source.Slice(channel * height * width, height * width);
                float[] shade = shades[channel];
                for (int y = 0; y < height; y++)
                {
                    ReadOnlySpan<byte> row = plane.Slice(rows[y], width);
                    int at = channel * deep + y * down;
                    for (int x = 0; x < columns.Length; x++, at += across) target[at] = shade[row[columns[x]]];
                }
            }
        }
    }

    /// <summary>Why images of this size cannot be cropped and flipped, or null.</summary>
    public static string? Problem(ImageSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        return set.Height > Padding && set.Width > Padding
            ? null
            : $"Images of {set.Width}x{set.Height} pixels cannot be reflected by {Padding}; crop-flip needs more than {Padding} pixels "
            + "each way.";
    }

    /// <summary>Reflection about the border pixel, which is not repeated.</summary>
    private static int Reflect(int index, int size) => index < 0 ? -index : index < size ? index : 2 * (size - 1) - index;
}
