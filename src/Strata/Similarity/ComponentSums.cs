namespace Strata.Similarity;

/// <summary>
/// Sums over batches of first components' shares and of their squared cosines for one pair of models, weighted by examples.
/// </summary>
internal sealed class ComponentSums(int countA, int countB)
{
    private readonly double[] _sharesA = new double[countA], _sharesB = new double[countB];
    private readonly double[,] _cosines = new double[countA, countB];
    private double _weight;

    public void Add(ReadOnlySpan<FirstComponent> a, ReadOnlySpan<FirstComponent> b, int examples)
    {
        _weight += examples;
        for (int i = 0; i < countA; i++) _sharesA[i] += examples * ShareOf(a[i]);
        for (int j = 0; j < countB; j++) _sharesB[j] += examples * ShareOf(b[j]);
        for (int i = 0; i < countA; i++)
        {
            for (int j = 0; j < countB; j++)
            {
                double cosine = a[i].Scores is { } x && b[j].Scores is { } y ? Rows.Dot(x, y) : double.NaN;
                _cosines[i, j] += examples * cosine * cosine;
            }
        }
    }

    /// <param name="undefinedA">Layers without a similarity, whose components mean nothing either.</param>
    public BatchComponents Means(Func<int, bool> undefinedA, Func<int, bool> undefinedB)
    {
        double[,] cosines = new double[countA, countB];
        for (int i = 0; i < countA; i++)
            for (int j = 0; j < countB; j++)
                cosines[i, j] = undefinedA(i) || undefinedB(j) ? double.NaN : Math.Min(1, _cosines[i, j] / _weight);
        return new()
        {
            SharesA = [.. _sharesA.Select((sum, i) => undefinedA(i) ? double.NaN : sum / _weight)],
            SharesB = [.. _sharesB.Select((sum, j) => undefinedB(j) ? double.NaN : sum / _weight)],
            Cosines = cosines,
        };
    }

    private static double ShareOf(FirstComponent component) => component.Scores is null ? double.NaN : component.Share;
}
