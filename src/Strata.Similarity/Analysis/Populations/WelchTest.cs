using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Strata.Analysis.Populations;

/// <summary>Whether two populations of models have the same mean accuracy when their variances may differ (B. L. Welch 1947).</summary>
/// <param name="MeanA">Percent.</param>
/// <param name="MeanB">Percent.</param>
/// <param name="Difference">A − B, in percentage points.</param>
/// <param name="SemA">Standard error of the mean over models, in percentage points.</param>
/// <param name="SemB">As <paramref name="SemA"/>.</param>
/// <param name="T">Null where undefined.</param>
/// <param name="Df">Degrees of freedom (Welch and Satterthwaite).</param>
/// <param name="P">Two-sided.</param>
/// <param name="Reason">Why there is no t; null where there is.</param>
public sealed record WelchTest(double MeanA, double MeanB, double Difference, double SemA, double SemB, double? T, double? Df, double? P,
    string? Reason = null)
{
    /// <summary>Lower end of the difference's 95 % interval, in percentage points; null where undefined.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of the difference's 95 % interval.</summary>
    public double? High { get; init; }

    /// <param name="a">A value for each of at least two models.</param>
    /// <param name="b">A value for each of at least two models.</param>
    public static WelchTest Of(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count < 2 || b.Count < 2)
            return new(a.Count == 0 ? 0 : a.Mean(), b.Count == 0 ? 0 : b.Mean(), a.Mean() - b.Mean(), 0, 0, null, null, null,
                $"{a.Count} and {b.Count} models, and a spread needs two");
        double meanA = a.Mean(), meanB = b.Mean();
        // Equal numbers have no spread, whatever rounding makes of their mean.
        double errorA = a.All(x => x == a[0]) ? 0 : a.Variance() / a.Count, errorB = b.All(x => x == b[0]) ? 0 : b.Variance() / b.Count,
            sum = errorA + errorB;
        var result = new WelchTest(meanA, meanB, meanA - meanB, Math.Sqrt(errorA), Math.Sqrt(errorB), null, null, null);
        if (sum == 0) return result with { Reason = "no two models of either population differ in this accuracy" };
        double t = (meanA - meanB) / Math.Sqrt(sum), df = sum * sum / (errorA * errorA / (a.Count - 1) + errorB * errorB / (b.Count - 1));
        double reach = StudentT.InvCDF(0, 1, df, 0.975) * Math.Sqrt(sum);
        return result with
        {
            T = t,
            Df = df,
            P = Math.Min(1, 2 * StudentT.CDF(0, 1, df, -Math.Abs(t))),
            Low = result.Difference - reach,
            High = result.Difference + reach,
        };
    }
}
