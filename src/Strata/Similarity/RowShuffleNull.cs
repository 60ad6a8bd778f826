namespace Strata.Similarity;

/// <summary>Where a similarity sits when examples no longer belong together, over several shuffles of rows.</summary>
/// <param name="Shuffles">How many have a value.</param>
/// <param name="Mean">Null where none has.</param>
/// <param name="Sd">Their standard deviation; null with fewer than two.</param>
public sealed record RowShuffleNull(int Shuffles, double? Mean, double? Sd, double? Smallest, double? Largest)
{
    /// <param name="values">Of <see cref="RowShuffle"/>, null where undefined.</param>
    public static RowShuffleNull Of(IEnumerable<double?> values)
    {
        double[] defined = [.. values.OfType<double>()];
        if (defined.Length == 0) return new(0, null, null, null, null);
        double mean = defined.Average();
        return new(defined.Length, mean, defined.Length < 2 ? null
            : Math.Sqrt(defined.Sum(v => (v - mean) * (v - mean)) / (defined.Length - 1)), defined.Min(), defined.Max());
    }
}
