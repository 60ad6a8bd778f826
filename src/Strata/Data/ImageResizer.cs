namespace Strata.Data;

/// <summary>
/// Resizes by area average where an image shrinks and by bilinear interpolation where it grows, each axis by itself. Rows are added up as
/// they come, so that a large image is never there as a whole.
/// </summary>
internal sealed class ImageResizer : IPixelPlanes
{
    private const int Colours = 3;

    private readonly int _height, _width;
    private readonly (int First, float[] Weights)[] _columns;

    /// <summary>Which new rows each row of the source is part of, and by how much.</summary>
    private readonly List<(int Row, float Weight)>[] _parts;

    /// <summary>[colours, new height, new width].</summary>
    private readonly float[] _sums;
    private readonly float[] _narrow;
    private int _row;

    /// <param name="height">Of the source.</param>
    /// <param name="width">Of the source.</param>
    /// <param name="newHeight">Of the result.</param>
    /// <param name="newWidth">Of the result; the aspect is not kept.</param>
    public ImageResizer(int height, int width, int newHeight, int newWidth)
    {
        (_height, _width) = (newHeight, newWidth);
        _columns = Weights(width, newWidth);
        _parts = [.. Enumerable.Range(0, height).Select(_ => new List<(int, float)>(1))];
        foreach ((int row, (int first, float[] weights)) in Weights(height, newHeight).Index())
        {
            for (int k = 0; k < weights.Length; k++) _parts[first + k].Add((row, weights[k]));
        }
        _sums = new float[Colours * newHeight * newWidth];
        _narrow = new float[newWidth];
    }

    public void Add(ReadOnlySpan<byte> row)
    {
        for (int colour = 0; colour < Colours; colour++)
        {
            for (int x = 0; x < _width; x++)
            {
                (int first, float[] weights) = _columns[x];
                float sum = 0;
                for (int k = 0, at = 4 * first + colour; k < weights.Length; k++, at += 4) sum += weights[k] * row[at];
                _narrow[x] = sum;
            }
            foreach ((int part, float weight) in _parts[_row])
            {
                Span<float> sums = _sums.AsSpan((colour * _height + part) * _width, _width);
                for (int x = 0; x < sums.Length; x++) sums[x] += weight * _narrow[x];
            }
        }
        _row++;
    }

    /// <summary>[3, new height, new width], rounded to the nearest byte.</summary>
    public byte[] Planes() => Array.ConvertAll(_sums, sum => (byte)Math.Clamp(sum + 0.5f, 0, 255));

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
                float Share(int k) => (float)((Math.Min(k + 1, to) - Math.Max(k, from)) / scale);
                all[i] = (first, [.. Enumerable.Range(first, end - first).Select(Share)]);
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
