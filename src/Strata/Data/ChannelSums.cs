namespace Strata.Data;

/// <summary>Exact sums of pixels and of their squares for every channel, which no order of adding changes.</summary>
internal sealed class ChannelSums(int channels)
{
    private readonly long[] _sums = new long[channels], _squares = new long[channels];
    private long _pixels;

    /// <summary>What a file keeps of it: pixels of a channel, then sums, then squares.</summary>
    public long[] Numbers
    {
        get => [_pixels, .. _sums, .. _squares];
        init => (_pixels, _sums, _squares) = (value[0], value[1..(1 + value.Length / 2)], value[(1 + value.Length / 2)..]);
    }

    /// <summary>Adds an image, [channels, height, width].</summary>
    public void Add(ReadOnlySpan<byte> image)
    {
        int plane = image.Length / _sums.Length;
        for (int channel = 0; channel < _sums.Length; channel++)
        {
            long sum = 0, squares = 0;
            foreach (byte pixel in image.Slice(channel * plane, plane))
            {
                sum += pixel;
                squares += pixel * pixel;
            }
            _sums[channel] += sum;
            _squares[channel] += squares;
        }
        _pixels += plane;
    }

    public void Add(ChannelSums other)
    {
        _pixels += other._pixels;
        for (int channel = 0; channel < _sums.Length; channel++)
        {
            _sums[channel] += other._sums[channel];
            _squares[channel] += other._squares[channel];
        }
    }

    /// <summary>Mean and standard deviation of a channel in units of its pixels.</summary>
    public (double Mean, double Deviation) Of(int channel)
    {
        double average = _sums[channel] / (double)_pixels;
        return (average, Math.Sqrt(Math.Max(0, _squares[channel] / (double)_pixels - average * average)));
    }
}
