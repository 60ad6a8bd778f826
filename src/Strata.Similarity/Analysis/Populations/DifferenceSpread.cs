using MathNet.Numerics.Statistics;

namespace Strata.Analysis.Populations;

/// <summary>
/// Standard deviations over classes of the difference of two accuracies, in percentage points: what lies above the controls is no chance.
/// </summary>
/// <param name="Sd">Of A against B.</param>
/// <param name="HalvesSd">Of A's first half against B's first half, which has the controls' number of models.</param>
/// <param name="ControlSdA">Of A's first half against A's second half.</param>
/// <param name="ControlSdB">Of B's first half against B's second half.</param>
public sealed record ClassSpread(double Sd, double HalvesSd, double ControlSdA, double ControlSdB)
{
    internal static ClassSpread? Of(IReadOnlyList<ClassTest> tests)
    {
        (WelchTest Whole, HalfAccuracies Halves)[] tested =
            [.. tests.Where(t => t.Halves is not null).Select(t => (t.Welch!, t.Halves!))];
        return tested.Length < 2 ? null
            : new(Sd(t => t.Whole.Difference), Sd(t => t.Halves.FirstA - t.Halves.FirstB), Sd(t => t.Halves.FirstA - t.Halves.SecondA),
                Sd(t => t.Halves.FirstB - t.Halves.SecondB));

        double Sd(Func<(WelchTest Whole, HalfAccuracies Halves), double> difference) => tested.Select(difference).StandardDeviation();
    }
}
