namespace Strata.Data.Streaming;

/// <summary>Which pixels of an axis make each of fewer new ones, and by how much.</summary>
internal sealed class AxisWeights
{
    private readonly int[] _first, _count;
    private readonly float[] _weights;
    private readonly int _most;

    /// <param name="length">Pixels that there are.</param>
    /// <param name="start">Where in those the crop begins; not always between two pixels, for the decoder has scaled them.</param>
    /// <param name="extent">How far the crop goes on.</param>
    /// <param name="newLength">Pixels that it becomes.</param>
    public AxisWeights(int length, double start, double extent, int newLength)
    {
        Length = length;
        double scale = extent / newLength, support = Math.Max(scale, 1);
        (_first, _count, _most) = (new int[newLength], new int[newLength], (int)Math.Ceiling(2 * support) + 1);
        _weights = new float[newLength * _most];
        for (int i = 0; i < newLength; i++)
        {
            double centre = start + (i + .5) * scale, sum = 0;
            int first = Math.Max(0, (int)(centre - support + .5)), end = Math.Min(length, (int)(centre + support + .5));
            for (int pixel = first; pixel < end; pixel++) sum += Triangle(pixel);
            for (int pixel = first; pixel < end; pixel++) _weights[i * _most + pixel - first] = (float)(Triangle(pixel) / sum);
            (_first[i], _count[i]) = (first, end - first);

            double Triangle(int pixel) => Math.Max(0, 1 - Math.Abs((pixel + .5 - centre) / support));
        }
    }

    /// <summary>Pixels that there are.</summary>
    public int Length { get; }

    public int NewLength => _first.Length;

    /// <summary>The first pixel that is part of a new one.</summary>
    public int First(int pixel) => _first[pixel];

    /// <summary>The first pixel that is no part of it any more.</summary>
    public int End(int pixel) => _first[pixel] + _count[pixel];

    /// <summary>Of the pixels from the first on; their sum is one.</summary>
    public ReadOnlySpan<float> Of(int pixel) => _weights.AsSpan(pixel * _most, _count[pixel]);
}
