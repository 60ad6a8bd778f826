using MathNet.Numerics.Statistics;

namespace Strata.Analysis.Populations;

/// <summary>How far two populations differ about single examples (P1 §7).</summary>
/// <param name="Sd">Standard deviation over examples of the difference of accuracies, in percentage points.</param>
/// <param name="BinomialSd">What it would be were both populations alike: the root of the mean <see cref="NullVariance"/>.</param>
/// <param name="Correlation">Pearson's, of the accuracies over examples; null where one of them is the same everywhere.</param>
/// <param name="Over10">Percent of the examples whose accuracies differ by more than 10 percentage points.</param>
/// <param name="Over20">By more than 20.</param>
public sealed record ExampleDifferences(double Sd, double BinomialSd, double? Correlation, double Over10, double Over20)
{
    /// <param name="a">[examples]: models of A that are right.</param>
    /// <param name="modelsA">How many there are.</param>
    /// <param name="b">[examples]: models of B that are right.</param>
    /// <param name="modelsB">How many there are.</param>
    public static ExampleDifferences Of(int[] a, int modelsA, int[] b, int modelsB)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        double[] accuracyA = [.. a.Select(count => 100.0 * count / modelsA)], accuracyB = [.. b.Select(count => 100.0 * count / modelsB)];
        double[] difference = [.. accuracyA.Zip(accuracyB, (x, y) => x - y)];
        double binomial = a.Zip(b, (x, y) => NullVariance(x + y, modelsA, modelsB)).Average();
        bool varied = a.Distinct().Count() > 1 && b.Distinct().Count() > 1;
        double? correlation = varied ? Math.Clamp(MathNet.Numerics.Statistics.Correlation.Pearson(accuracyA, accuracyB), -1, 1) : null;
        return new(difference.Length < 2 ? 0 : difference.StandardDeviation(), 100 * Math.Sqrt(binomial), correlation, Over(10), Over(20));

        // In whole numbers, for 10 models differ by 10 points exactly.
        double Over(int points)
            => 100.0 * Enumerable.Range(0, a.Length)
            .Count(i => 100 * Math.Abs((long)a[i] * modelsB - (long)b[i] * modelsA) > (long)points * modelsA * modelsB) / a.Length;
    }

    /// <summary>
    /// Variance of the difference of an example's accuracies were both populations alike: p(1 − p)(1/M₁ + 1/M₂), with p(1 − p) estimated
    /// without bias from the N = M₁ + M₂ models together, p̂(1 − p̂)·N/(N − 1).
    /// </summary>
    /// <param name="right">Models of both that are right.</param>
    internal static double NullVariance(int right, int modelsA, int modelsB)
    {
        double all = modelsA + modelsB, p = right / all;
        return p * (1 - p) * all / (all - 1) * (1.0 / modelsA + 1.0 / modelsB);
    }
}
