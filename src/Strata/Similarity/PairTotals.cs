namespace Strata.Similarity;

/// <summary>
/// What is kept of the passes of one pair of models: each pass's sums, added in the order of the passes, and the sum of its variances.
/// </summary>
internal sealed class PairTotals(int countA, int countB)
{
    private readonly double[] _cross = new double[(long)countA * countB], _variance = new double[(long)countA * countB];
    private readonly double[] _selfA = new double[countA], _selfB = new double[countB];
    private int _passes, _batches;

    /// <summary>Bytes for so many layers, with the sums of the pass at work.</summary>
    public static long Bytes(long countA, long countB) => 7 * countA * countB * sizeof(double);

    /// <summary>Cells hold for the passes added so far.</summary>
    public void Add(PairSums pass)
    {
        _passes++;
        _batches = pass.Batches;
        for (int i = 0; i < countA; i++)
        {
            _selfA[i] += pass.SelfA(i);
            for (int j = 0; j < countB; j++)
            {
                _cross[i * countB + j] += pass.Cross(i, j);
                _variance[i * countB + j] += pass.Variance(i, j);
            }
        }
        for (int j = 0; j < countB; j++) _selfB[j] += pass.SelfB(j);
    }

    /// <summary>CKA: one ratio of the sums.</summary>
    public double Value(int i, int j) => _cross[i * countB + j] / Math.Sqrt(_selfA[i] * _selfB[j]);

    /// <summary>The jackknife's standard error, root mean square over passes; NaN with fewer than two batches.</summary>
    public double Error(int i, int j) => _batches < 2 ? double.NaN : Math.Sqrt(_variance[i * countB + j] / _passes);
}
