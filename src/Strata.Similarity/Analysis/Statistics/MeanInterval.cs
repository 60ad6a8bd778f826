using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Strata.Analysis.Statistics;

/// <summary>A mean with its 95 % interval by Student's t.</summary>
/// <param name="Count">Values.</param>
/// <param name="Mean">NaN of none.</param>
/// <param name="Low">Null below three values, whose interval would say nothing.</param>
/// <param name="High">Null likewise.</param>
public sealed record MeanInterval(int Count, double Mean, double? Low, double? High)
{
    /// <summary>Fewer values give no interval.</summary>
    public const int Fewest = 3;

    /// <param name="values">Of independent observations, finite.</param>
    public static MeanInterval Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double mean = values.Count == 0 ? double.NaN : values.Mean();
        if (values.Count < Fewest) return new(values.Count, mean, null, null);
        double half = StudentT.InvCDF(0, 1, values.Count - 1, .975) * values.StandardDeviation() / Math.Sqrt(values.Count);
        return new(values.Count, mean, mean - half, mean + half);
    }
}
