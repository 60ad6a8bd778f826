namespace Strata.Similarity;

/// <summary>
/// Sums over the batches of a pass for one pair of models, as a whole and by groups of batches that the jackknife leaves out.
/// </summary>
internal sealed class PairSums
{
    /// <summary>What is left of a self term without a group is rounding up to this share of the whole.</summary>
    private const double Rounding = 1e-12;

    private readonly int _countA, _countB, _groupSize;
    private readonly double[] _cross, _selfA, _selfB;
    private readonly double[] _groupCross;
    private readonly List<Group> _groups = [];
    private int _batches;

    /// <param name="batches">Of a pass.</param>
    public PairSums(int countA, int countB, int batches)
    {
        (_countA, _countB, _groupSize) = (countA, countB, JackknifeGroups.Size(countA, countB, batches));
        (_cross, _groupCross) = (new double[(long)countA * countB], new double[(long)countA * countB]);
        (_selfA, _selfB) = (new double[countA], new double[countB]);
    }

    /// <summary>[countA, countB].</summary>
    public double[] Cross => _cross;

    /// <param name="cross">⟨Gᵢ, Gⱼ⟩ of one batch, [countA, countB].</param>
    public void Add(ReadOnlySpan<double> cross, ReadOnlySpan<double> selfA, ReadOnlySpan<double> selfB)
    {
        if (_batches++ % _groupSize == 0) _groups.Add(new(new double[_countA], new double[_countB], new float[_cross.Length]));
        Group group = _groups[^1];
        Rows.AddScaled(_cross, cross, 1);
        Rows.AddScaled(_selfA, selfA, 1);
        Rows.AddScaled(_selfB, selfB, 1);
        Rows.AddScaled(_groupCross, cross, 1);
        Rows.AddScaled(group.SelfA, selfA, 1);
        Rows.AddScaled(group.SelfB, selfB, 1);
        if (_batches % _groupSize == 0) Close(group);
    }

    /// <summary>
    /// The squared standard errors of CKA over the batches of this pass, by the delete-one jackknife: (g − 1)/g · Σ (r₍ᵦ₎ − mean r₍ᵦ₎)²,
    /// where r₍ᵦ₎ is the value without group b of g (Efron and Stein 1981). NaN where there are fewer than two, or one without which a
    /// layer has no similarity.
    /// </summary>
    /// <returns>[countA, countB].</returns>
    public double[] Variances()
    {
        if (_batches % _groupSize != 0) Close(_groups[^1]);
        double[] values = new double[_cross.Length], sums = new double[_cross.Length], squares = new double[_cross.Length];
        for (int i = 0; i < _countA; i++)
            for (int j = 0, at = i * _countB; j < _countB; j++, at++)
                values[at] = _cross[at] * Inverse(_selfA[i], 0) * Inverse(_selfB[j], 0);
        double[] inverseB = new double[_countB], rootB = new double[_countB];
        foreach (Group group in _groups)
        {
            for (int j = 0; j < _countB; j++) (inverseB[j], rootB[j]) = (Inverse(_selfB[j], group.SelfB[j]), Math.Sqrt(group.SelfB[j]));
            for (int i = 0; i < _countA; i++)
            {
                double inverseA = Inverse(_selfA[i], group.SelfA[i]), rootA = Math.Sqrt(group.SelfA[i]);
                for (int j = 0, at = i * _countB; j < _countB; j++, at++)
                {
                    double without = (_cross[at] - group.Similarities[at] * rootA * rootB[j]) * inverseA * inverseB[j];
                    // About the value itself, which they are all near: no digits cancel.
                    double difference = without - values[at];
                    sums[at] += difference;
                    squares[at] += difference * difference;
                }
            }
        }
        double count = _groups.Count;
        for (int at = 0; at < values.Length; at++)
            values[at] = count < 2 ? double.NaN : (count - 1) / count * Math.Max(0, squares[at] - sums[at] * sums[at] / count);
        return values;
    }

    /// <summary>1/√(what a self term is without a group).</summary>
    private static double Inverse(double self, double group) => self - group > Rounding * self ? 1 / Math.Sqrt(self - group) : double.NaN;

    private void Close(Group group)
    {
        for (int i = 0; i < _countA; i++)
            for (int j = 0, at = i * _countB; j < _countB; j++, at++)
            {
                double selves = Math.Sqrt(group.SelfA[i]) * Math.Sqrt(group.SelfB[j]);
                group.Similarities[at] = selves > 0 ? (float)(_groupCross[at] / selves) : 0;
            }
        Array.Clear(_groupCross);
    }

    /// <summary>Sums of a group; its cross terms as similarities, which single precision holds whatever the layers' units.</summary>
    /// <param name="Similarities">[countA, countB].</param>
    private sealed record Group(double[] SelfA, double[] SelfB, float[] Similarities);
}
