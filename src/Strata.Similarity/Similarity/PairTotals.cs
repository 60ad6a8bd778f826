namespace Strata.Similarity;

/// <summary>The sums of all passes for one pair of models, added in the order of the passes.</summary>
internal sealed class PairTotals(int countA, int countB)
{
    private readonly double[] _cross = new double[(long)countA * countB], _variance = new double[(long)countA * countB];
    private readonly LayerTotals _a = new(countA), _b = new(countB);
    private readonly SortedSet<string> _processors = new(StringComparer.Ordinal);
    private ComponentSums? _components;
    private int _passes;

    /// <summary>
    /// Bytes for so many layers: totals, the sums of the pass at work with its groups of batches, and what the jackknife takes at its end.
    /// </summary>
    /// <param name="batches">Of a pass.</param>
    public static long Bytes(long countA, long countB, int batches)
        => countA * countB * (7 * sizeof(double) + (long)JackknifeGroups.Count(countA, countB, batches) * sizeof(float));

    /// <summary>Cells hold for the passes added so far.</summary>
    public void Add(PassSums pass)
    {
        _passes++;
        _processors.Add(pass.Processor);
        double[] factorsA = _a.Add(pass.A), factorsB = _b.Add(pass.B);
        for (int i = 0, at = 0; i < countA; i++)
            for (int j = 0; j < countB; j++, at++) _cross[at] += pass.Cross[at] * (factorsA[i] * factorsB[j]);
        Rows.AddScaled(_variance, pass.Variances, 1);
        if (pass.Components is { } components) (_components ??= new(countA, countB)).Add(components);
    }

    /// <summary>CKA: one ratio of the sums.</summary>
    public double Value(int i, int j) => CkaRatio.Of(_cross[i * countB + j], _a.Self(i), _b.Self(j));

    /// <summary>The jackknife's standard error, root mean square over passes; NaN with fewer than two batches.</summary>
    public double Error(int i, int j) => Math.Sqrt(_variance[i * countB + j] / _passes);

    /// <summary>Why a layer of the rows has no similarity, or null.</summary>
    public string? ProblemA(int i) => _a.Problem(i);

    /// <summary>Why a layer of the columns has no similarity, or null.</summary>
    public string? ProblemB(int j) => _b.Problem(j);

    /// <summary>Null where they were not asked for.</summary>
    public BatchComponents? Components => _components?.Means(i => ProblemA(i) is not null, j => ProblemB(j) is not null);

    /// <summary>What a reader should know where passes come from several kinds of processors; null where they do not.</summary>
    public string? ProcessorsWarning => _processors.Count < 2 ? null
        : $"its passes were summed by {_processors.Count} kinds of processors, whose last digits differ: {string.Join("; ", _processors)}";
}
