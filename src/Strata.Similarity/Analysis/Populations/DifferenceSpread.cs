using MathNet.Numerics.Statistics;

namespace Strata.Analysis.Populations;

/// <summary>
/// Standard deviations over classes, or over groups of them, of the difference of two accuracies, in percentage points: what lies above
/// the controls is no chance.
/// </summary>
/// <param name="Sd">Of A against B.</param>
/// <param name="HalvesSd">Of A's first half against B's first half, which has the controls' number of models.</param>
/// <param name="ControlSdA">Of A's first half against A's second half.</param>
/// <param name="ControlSdB">Of B's first half against B's second half.</param>
public sealed record DifferenceSpread(double Sd, double HalvesSd, double ControlSdA, double ControlSdB)
{
    /// <param name="tests">Of each class or group; those without examples, null, are left out.</param>
    internal static DifferenceSpread? Of(IEnumerable<(WelchTest? Whole, HalfAccuracies? Halves)> tests)
    {
        (WelchTest Whole, HalfAccuracies Halves)[] tested =
            [.. tests.Where(t => t.Halves is not null).Select(t => (t.Whole!, t.Halves!))];
        return tested.Length < 2 ? null
            : new(Sd(t => t.Whole.Difference), Sd(t => t.Halves.Difference), Sd(t => t.Halves.ControlA), Sd(t => t.Halves.ControlB));

        double Sd(Func<(WelchTest Whole, HalfAccuracies Halves), double> difference) => tested.Select(difference).StandardDeviation();
    }
}
