namespace Strata.Analysis.Statistics;

/// <summary>
/// Whether two distances between the same things go together: the correlation over pairs, and how often it is as large when the things are
/// dealt anew to one of the distances (N. Mantel 1967). Pairs that share a thing are not independent, which the permutation respects.
/// </summary>
/// <param name="Correlation">Pearson's; NaN where one distance is the same for all pairs.</param>
/// <param name="PRising">Probability of one as large or larger by chance.</param>
/// <param name="PFalling">Probability of one as small or smaller by chance.</param>
public sealed record MantelTest(double Correlation, double PRising, double PFalling)
{
    /// <summary>Things; fewer have too few orders for any p below .05, the reverse of an order often being as good.</summary>
    public const int Fewest = 5;

    /// <summary>Things up to which all orders are gone through.</summary>
    private const int MostOrdered = 8;

    private const int Drawn = 19_999;

    private const double Rounding = 1e-12;

    /// <param name="a">[things, things], symmetric.</param>
    /// <param name="b">Likewise.</param>
    /// <param name="seed">Of drawn orders.</param>
    public static MantelTest Of(double[,] a, double[,] b, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        int count = a.GetLength(0);
        int[] order = [.. Enumerable.Range(0, count)];
        double observed = Of(a, b, order);
        if (double.IsNaN(observed)) return new(double.NaN, 1, 1);
        long all = 0, larger = 0, smaller = 0;
        void Count(int[] dealt)
        {
            double value = Of(a, b, dealt);
            all++;
            if (value >= observed - Rounding) larger++;
            if (value <= observed + Rounding) smaller++;
        }
        if (count <= MostOrdered) Each(order, 0, Count);
        else
        {
            Count(order);
            var random = new Random(seed);
            for (int draw = 0; draw < Drawn; draw++)
            {
                random.Shuffle(order);
                Count(order);
            }
        }
        return new(observed, (double)larger / all, (double)smaller / all);
    }

    private static double Of(double[,] a, double[,] b, int[] order)
    {
        int count = order.Length;
        var x = new List<double>();
        var y = new List<double>();
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                x.Add(a[order[i], order[j]]);
                y.Add(b[i, j]);
            }
        }
        return MathNet.Numerics.Statistics.Correlation.Pearson(x, y);
    }

    private static void Each(int[] order, int place, Action<int[]> tell)
    {
        if (place == order.Length) tell(order);
        for (int i = place; i < order.Length; i++)
        {
            (order[place], order[i]) = (order[i], order[place]);
            Each(order, place + 1, tell);
            (order[place], order[i]) = (order[i], order[place]);
        }
    }
}
