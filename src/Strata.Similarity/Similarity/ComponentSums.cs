namespace Strata.Similarity;

/// <summary>
/// Sums over batches of first components' shares and of their squared cosines for one pair of models, weighted by examples.
/// </summary>
internal sealed class ComponentSums(int countA, int countB)
{
    /// <summary>Examples of the batches.</summary>
    public double Weight { get; set; }

    public double[] SharesA { get; init; } = new double[countA];

    public double[] SharesB { get; init; } = new double[countB];

    /// <summary>[countA, countB], row-major.</summary>
    public double[] Cosines { get; init; } = new double[(long)countA * countB];

    public void Add(ReadOnlySpan<FirstComponent> a, ReadOnlySpan<FirstComponent> b, int examples)
    {
        Weight += examples;
        for (int i = 0; i < countA; i++) SharesA[i] += examples * ShareOf(a[i]);
        for (int j = 0; j < countB; j++) SharesB[j] += examples * ShareOf(b[j]);
        for (int i = 0, at = 0; i < countA; i++)
        {
            for (int j = 0; j < countB; j++, at++)
            {
                double cosine = a[i].Scores is { } x && b[j].Scores is { } y ? Rows.Dot(x, y) : double.NaN;
                Cosines[at] += examples * cosine * cosine;
            }
        }
    }

    /// <summary>Adds those of another pass.</summary>
    public void Add(ComponentSums pass)
    {
        Weight += pass.Weight;
        Rows.AddScaled(SharesA, pass.SharesA, 1);
        Rows.AddScaled(SharesB, pass.SharesB, 1);
        Rows.AddScaled(Cosines, pass.Cosines, 1);
    }

    /// <param name="undefinedA">Layers without a similarity, whose components mean nothing either.</param>
    public BatchComponents Means(Func<int, bool> undefinedA, Func<int, bool> undefinedB)
    {
        double[,] cosines = new double[countA, countB];
        for (int i = 0; i < countA; i++)
            for (int j = 0; j < countB; j++)
                cosines[i, j] = undefinedA(i) || undefinedB(j) ? double.NaN : Math.Min(1, Cosines[i * countB + j] / Weight);
        return new()
        {
            SharesA = [.. SharesA.Select((sum, i) => undefinedA(i) ? double.NaN : sum / Weight)],
            SharesB = [.. SharesB.Select((sum, j) => undefinedB(j) ? double.NaN : sum / Weight)],
            Cosines = cosines,
        };
    }

    private static double ShareOf(FirstComponent component) => component.Scores is null ? double.NaN : component.Share;
}
