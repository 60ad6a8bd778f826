namespace Strata.Similarity;

/// <summary>
/// Sums over batches for one pair of models: cross and self terms, and the second moments that the jackknife needs. One object per pass;
/// passes are added in order, so shards of a comparison merge to the same bits however they arrive.
/// </summary>
internal sealed class PairSums(int countA, int countB)
{
    private readonly double[] _cross = new double[countA * countB], _crossCross = new double[countA * countB],
        _crossA = new double[countA * countB];
    private readonly double[] _crossB = new double[countA * countB], _selfAB = new double[countA * countB];
    private readonly double[] _selfA = new double[countA], _selfAA = new double[countA], _selfB = new double[countB],
        _selfBB = new double[countB];

    public int Batches { get; private set; }

    /// <summary>Makes room for the next pass.</summary>
    public void Clear()
    {
        Batches = 0;
        foreach (double[] sums in new[] { _cross, _crossCross, _crossA, _crossB, _selfAB, _selfA, _selfAA, _selfB, _selfBB })
            Array.Clear(sums);
    }

    public double Cross(int i, int j) => _cross[i * countB + j];

    public double SelfA(int i) => _selfA[i];

    public double SelfB(int j) => _selfB[j];

    /// <param name="cross">⟨Gᵢ, Gⱼ⟩ of one batch, [countA, countB].</param>
    public void Add(double[] cross, ReadOnlySpan<double> selfA, ReadOnlySpan<double> selfB)
    {
        Batches++;
        for (int i = 0; i < countA; i++)
        {
            _selfA[i] += selfA[i];
            _selfAA[i] += selfA[i] * selfA[i];
            for (int j = 0, at = i * countB; j < countB; j++, at++)
            {
                double k = cross[at];
                _cross[at] += k;
                _crossCross[at] += k * k;
                _crossA[at] += k * selfA[i];
                _crossB[at] += k * selfB[j];
                _selfAB[at] += selfA[i] * selfB[j];
            }
        }
        for (int j = 0; j < countB; j++)
        {
            _selfB[j] += selfB[j];
            _selfBB[j] += selfB[j] * selfB[j];
        }
    }

    /// <summary>
    /// Squared standard error of CKA = K/√(AB) over the batches of this pass by the delete-one jackknife to first order: without batch b
    /// the value is r(1 − d_b B/(B−1)) with d_b = k_b/K − a_b/2A − b_b/2B, so its variance is B/(B−1) · r² Σ d_b², and Σ d_b² needs second
    /// moments only.
    /// </summary>
    public double Variance(int i, int j)
    {
        int at = i * countB + j;
        double a = _selfA[i], b = _selfB[j], r = _cross[at] / Math.Sqrt(a * b);
        // r·d_b written without dividing by K, which may be 0.
        double scale = 1 / Math.Sqrt(a * b), p = r / (2 * a), q = r / (2 * b);
        double sum = scale * scale * _crossCross[at] + p * p * _selfAA[i] + q * q * _selfBB[j]
            - 2 * scale * p * _crossA[at] - 2 * scale * q * _crossB[at] + 2 * p * q * _selfAB[at];
        return Batches < 2 ? double.NaN : Math.Max(0, sum) * Batches / (Batches - 1);
    }
}
