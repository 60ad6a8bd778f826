namespace Strata.Engine.Kernels;

/// <summary>
/// A matrix [rows, channels] whose channels do not fill whole vectors, seen as one of fewer, longer rows that do: 8 channels of two rows
/// are 16 of one. What is known of a channel is repeated, and what is summed of it added up.
/// </summary>
internal readonly struct FoldedRows
{
    private readonly int _channels;

    public FoldedRows(int rows, int channels)
    {
        // Channels share their factors of two with 16.
        int times = 16 / Math.Min(16, channels & -channels);
        if (rows % times != 0) times = 1;
        (_channels, Rows, Channels) = (channels, rows / times, channels * times);
    }

    public int Rows { get; }

    public int Channels { get; }

    /// <param name="values">[channels]</param>
    public float[] Repeat(float[] values)
        => Channels == _channels ? values : [.. Enumerable.Range(0, Channels / _channels).SelectMany(_ => values)];

    /// <param name="sums">[groups, channels] of the longer rows.</param>
    /// <returns>[groups, channels] of the matrix.</returns>
    public double[] Add(double[] sums)
    {
        if (Channels == _channels) return sums;
        double[] result = new double[sums.Length / Channels * _channels];
        for (int i = 0; i < sums.Length; i++) result[i / Channels * _channels + i % Channels % _channels] += sums[i];
        return result;
    }
}
