namespace Strata.Data;

/// <summary>Turns the bytes of chosen images into the floats a network sees: pixel / maximum.</summary>
public static class ImageBatch
{
    /// <summary>Writes the chosen images one after the other.</summary>
    /// <param name="set">Gives the sizes and the pixel maximum.</param>
    /// <param name="from">The split to take from.</param>
    /// <param name="indices">[n], each in [0, from.Count).</param>
    /// <param name="destination">[n, channels, height, width] or [n, height, width, channels], as <paramref name="layout"/> says.</param>
    /// <param name="layout">The order of the dimensions.</param>
    /// <exception cref="ArgumentException">The destination has another length, or an index is out of range.</exception>
    public static void Fill(ImageSet set, Examples from, ReadOnlySpan<int> indices, Span<float> destination,
        PixelLayout layout = PixelLayout.ChannelsFirst)
    {
        Check(set, from, indices, destination);
        float[] shades = Shades(set.PixelMaximum);
        int size = set.ImageBytes, plane = set.Height * set.Width;
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<byte> source = from.Pixels.AsSpan(indices[i] * size, size);
            Span<float> target = destination.Slice(i * size, size);
            if (layout == PixelLayout.ChannelsFirst || set.Channels == 1)
            {
                for (int k = 0; k < source.Length; k++) target[k] = shades[source[k]];
            }
            else
            {
                for (int channel = 0; channel < set.Channels; channel++)
                {
                    ReadOnlySpan<byte> from1 = source.Slice(channel * plane, plane);
                    for (int k = 0, at = channel; k < from1.Length; k++, at += set.Channels) target[at] = shades[from1[k]];
                }
            }
        }
    }

    /// <summary>The float of every byte, so that a batch costs one lookup per pixel and no division.</summary>
    internal static float[] Shades(byte maximum)
    {
        float[] shades = new float[256];
        for (int i = 0; i < shades.Length; i++) shades[i] = i / (float)maximum;
        return shades;
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
