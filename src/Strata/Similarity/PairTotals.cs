namespace Strata.Similarity;

/// <summary>
/// What is kept of the passes of one pair of models: each pass's sums, added in the order of the passes, and the sum of its variances.
/// </summary>
internal sealed class PairTotals(int countA, int countB)
{
    private readonly double[] _cross = new double[(long)countA * countB], _variance = new double[(long)countA * countB];
    private readonly double[] _selfA = new double[countA], _selfB = new double[countB];
    private int _passes;

    /// <summary>
    /// Bytes for so many layers: totals, the sums of the pass at work with its groups of batches, and what the jackknife takes at its end.
    /// </summary>
    /// <param name="batches">Of a pass.</param>
    public static long Bytes(long countA, long countB, int batches)
        => countA * countB * (7 * sizeof(double) + (long)JackknifeGroups.Count(countA, countB, batches) * sizeof(float));

    /// <summary>Cells hold for the passes added so far.</summary>
    public void Add(PairSums pass)
    {
        _passes++;
        Rows.AddScaled(_cross, pass.Cross, 1);
        Rows.AddScaled(_selfA, pass.SelfA, 1);
        Rows.AddScaled(_selfB, pass.SelfB, 1);
        pass.AddVariances(_variance);
    }

    /// <summary>CKA: one ratio of the sums.</summary>
    public double Value(int i, int j) => CkaRatio.Of(_cross[i * countB + j], _selfA[i], _selfB[j]);

    /// <summary>The jackknife's standard error, root mean square over passes; NaN with fewer than two batches.</summary>
    public double Error(int i, int j) => Math.Sqrt(_variance[i * countB + j] / _passes);
}
