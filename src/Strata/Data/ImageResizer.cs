namespace Strata.Data;

/// <summary>Resizes by area average where an image shrinks and by bilinear interpolation where it grows, each axis by itself.</summary>
internal static class ImageResizer
{
    /// <param name="planes">[channels, height, width].</param>
    /// <param name="channels">Colours.</param>
    /// <param name="height">Of the source.</param>
    /// <param name="width">Of the source.</param>
    /// <param name="newHeight">Of the result.</param>
    /// <param name="newWidth">Of the result; the aspect is not kept.</param>
    /// <returns>[channels, newHeight, newWidth], rounded to the nearest byte.</returns>
    public static byte[] Resize(ReadOnlySpan<byte> planes, int channels, int height, int width, int newHeight, int newWidth)
    {
        (int First, float[] Weights)[] rows = Weights(height, newHeight), columns = Weights(width, newWidth);
        byte[] result = new byte[channels * newHeight * newWidth];
        float[] narrow = new float[height * newWidth];
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<byte> plane = planes.Slice(channel * height * width, height * width);
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < newWidth; x++)
                {
                    (int first, float[] weights) = columns[x];
                    float sum = 0;
                    for (int k = 0; k < weights.Length; k++) sum += weights[k] * plane[y * width + first + k];
                    narrow[y * newWidth + x] = sum;
                }
            }
            for (int y = 0; y < newHeight; y++)
            {
                (int first, float[] weights) = rows[y];
                for (int x = 0; x < newWidth; x++)
                {
                    float sum = 0;
                    for (int k = 0; k < weights.Length; k++) sum += weights[k] * narrow[(first + k) * newWidth + x];
                    result[(channel * newHeight + y) * newWidth + x] = (byte)Math.Clamp(sum + 0.5f, 0, 255);
                }
            }
        }
        return result;
    }

    /// <summary>Which source pixels make each new one, and by how much; the weights of each sum to one.</summary>
    private static (int First, float[] Weights)[] Weights(int size, int newSize)
    {
        var all = new (int, float[])[newSize];
        double scale = (double)size / newSize;
        for (int i = 0; i < newSize; i++)
        {
            if (scale >= 1)
            {
                double from = i * scale, to = (i + 1) * scale;
                int first = (int)from, end = Math.Min(size, (int)Math.Ceiling(to - 1e-9));
                all[i] = (first,
                    [.. Enumerable.Range(first, end - first).Select(k => (float)((Math.Min(k + 1, to) - Math.Max(k, from)) / scale))]);
            }
            else
            {
                double centre = Math.Clamp((i + 0.5) * scale - 0.5, 0, size - 1);
                int first = Math.Min((int)centre, Math.Max(size - 2, 0));
                float share = (float)(centre - first);
                all[i] = size == 1 ? (0, [1f]) : (first, [1 - share, share]);
            }
        }
        return all;
    }
}
