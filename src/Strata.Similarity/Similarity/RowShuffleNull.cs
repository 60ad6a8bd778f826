namespace Strata.Similarity;

/// <summary>
/// Where a similarity sits when examples no longer belong together, over several shuffles of rows, and what that makes of the observed
/// one (Gröger et al. 2026).
/// </summary>
/// <param name="Shuffles">How many have a value.</param>
/// <param name="Mean">Null where none has.</param>
/// <param name="Sd">Their standard deviation; null with fewer than two.</param>
public sealed record RowShuffleNull(int Shuffles, double? Mean, double? Sd, double? Smallest, double? Largest)
{
    /// <summary>The level at which a score is calibrated: α.</summary>
    public const double Level = 0.05;

    /// <summary>(1 + shuffles that are as alike as what was observed)/(1 + shuffles); null where nothing is.</summary>
    public double? P { get; private init; }

    /// <summary>τ: the ⌈(1 − α)(K + 1)⌉-th of the observed and the K shuffled values, least alike first; null where nothing is.</summary>
    public double? Threshold { get; private init; }

    /// <summary>How far the observed value lies beyond what chance reaches, 0 to 1: max((s − τ)/(best − τ), 0).</summary>
    public double? Calibrated { get; private init; }

    /// <param name="values">Of the shuffles, null where undefined.</param>
    /// <param name="observed">Without a shuffle; null where undefined.</param>
    /// <param name="best">What equal layers have.</param>
    /// <param name="smallerIsMoreAlike">Whether values are distances.</param>
    public static RowShuffleNull Of(IEnumerable<double?> values, double? observed = null, double best = 1, bool smallerIsMoreAlike = false)
    {
        double[] defined = [.. values.OfType<double>()];
        if (defined.Length == 0) return new(0, null, null, null, null);
        double mean = defined.Average();
        double? threshold = observed is { } seen ? ThresholdOf(defined, seen, smallerIsMoreAlike) : null;
        return new(defined.Length, mean, defined.Length < 2 ? null
            : Math.Sqrt(defined.Sum(v => (v - mean) * (v - mean)) / (defined.Length - 1)), defined.Min(), defined.Max())
        {
            P = observed is not { } value ? null
                : (1.0 + defined.Count(v => smallerIsMoreAlike ? v <= value : v >= value)) / (defined.Length + 1),
            Threshold = threshold,
            Calibrated = observed is { } at && threshold is { } chance
                ? chance == best ? 0 : Math.Max((at - chance) / (best - chance), 0) : null,
        };
    }

    private static double ThresholdOf(double[] shuffled, double observed, bool smallerIsMoreAlike)
    {
        int sign = smallerIsMoreAlike ? -1 : 1;
        double[] all = [.. shuffled.Append(observed).Select(v => sign * v).Order()];
        // Less a whisker: .95 · 200 is 190.00000000000003 in binary.
        return sign * all[(int)Math.Ceiling((1 - Level) * all.Length - 1e-9) - 1];
    }
}
