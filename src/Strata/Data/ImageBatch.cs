namespace Strata.Data;

/// <summary>
/// Turns the bytes of chosen images into the floats a network sees: pixel / maximum, normalised where the network asks for it.
/// </summary>
public static class ImageBatch
{
    /// <summary>Writes the chosen images one after the other.</summary>
    /// <param name="set">Gives the sizes and the pixel maximum.</param>
    /// <param name="from">The split to take from.</param>
    /// <param name="indices">[n], each in [0, from.Count).</param>
    /// <param name="destination">[n, channels, height, width] or [n, height, width, channels], as <paramref name="layout"/> says.</param>
    /// <param name="layout">The order of the dimensions.</param>
    /// <param name="normalization">Settled; null: none.</param>
    /// <exception cref="ArgumentException">The destination has another length, or an index is out of range.</exception>
    public static void Fill(ImageSet set, Examples from, ReadOnlySpan<int> indices, Span<float> destination,
        PixelLayout layout = PixelLayout.ChannelsFirst, Normalization? normalization = null)
    {
        Check(set, from, indices, destination);
        var shades = new PixelShades(set, normalization);
        (HeldExamples images, int[] places) = from.Fetch(indices);
        int size = set.ImageBytes, plane = set.Height * set.Width;
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<byte> source = images.Pixels.AsSpan(places[i] * size, size);
            Span<float> target = destination.Slice(i * size, size);
            bool last = layout == PixelLayout.ChannelsLast;
            int across = last ? set.Channels : 1;
            for (int channel = 0; channel < set.Channels; channel++)
            {
                ReadOnlySpan<byte> pixels = source.Slice(channel * plane, plane);
                float[] shade = shades[channel];
                for (int k = 0, at = last ? channel : channel * plane; k < pixels.Length; k++, at += across) target[at] = shade[pixels[k]];
            }
        }
    }

    internal static void Check(ImageSet set, Examples from, ReadOnlySpan<int> indices, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(from);
        if (destination.Length != (long)indices.Length * set.ImageBytes)
            throw new ArgumentException(
                $"The batch holds {destination.Length} floats; {indices.Length} images of {set.ImageBytes} pixels need "
                + $"{(long)indices.Length * set.ImageBytes}.", nameof(destination));
        foreach (int index in indices)
        {
            if ((uint)index >= (uint)from.Count)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"Example {index} does not exist; there are {from.Count}.");
        }
    }
}
