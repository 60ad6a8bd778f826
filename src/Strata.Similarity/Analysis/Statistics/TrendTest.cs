namespace Strata.Analysis.Statistics;

/// <summary>
/// Whether Y grows with X, by permutation: were X of no matter, the Y of a stratum could stand at its X in any order (R. A. Fisher 1935;
/// conditional on ties, so it holds for yes and no as for numbers). The statistic is the sum over strata of (X − mean X) · Y.
/// </summary>
/// <param name="Covariance">The statistic; above 0 where Y grows with X.</param>
/// <param name="PRising">Probability of one as large or larger by chance.</param>
/// <param name="PFalling">Probability of one as small or smaller by chance.</param>
/// <param name="Points">Observations in strata in which X varies; the others say nothing.</param>
public sealed record TrendTest(double Covariance, double PRising, double PFalling, int Points)
{
    /// <summary>Orders up to which all are gone through; beyond, so many are drawn, and the observed one counts among them.</summary>
    private const int MostOrders = 50_000, Drawn = 19_999;

    /// <summary>By which sums may differ that are equal on paper.</summary>
    private const double Rounding = 1e-9;

    /// <param name="points">NaN is not allowed.</param>
    /// <param name="seed">Of the drawn orders.</param>
    public static TrendTest Of(IEnumerable<TrendPoint> points, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(points);
        (double[] X, double[] Y)[] strata = [.. points.GroupBy(point => point.Stratum)
            .Select(stratum => (Centred([.. stratum.Select(point => point.X)]), stratum.Select(point => point.Y).ToArray()))
            .Where(stratum => stratum.Item1.Any(x => x != 0))];
        double observed = strata.Sum(stratum => Sum(stratum.X, stratum.Y));
        double slack = Rounding * (1 + strata.Sum(stratum => stratum.X.Zip(stratum.Y, (x, y) => Math.Abs(x * y)).Sum()));
        long larger = 0, smaller = 0, all = 0;
        void Count(double sum)
        {
            all++;
            if (sum >= observed - slack) larger++;
            if (sum <= observed + slack) smaller++;
        }
        if (Orders(strata) <= MostOrders) Each(strata, 0, 0, Count);
        else
        {
            var random = new Random(seed);
            double[][] shuffled = [.. strata.Select(stratum => stratum.Y.ToArray())];
            Count(observed);
            for (int draw = 0; draw < Drawn; draw++)
            {
                foreach (double[] y in shuffled) random.Shuffle(y);
                Count(strata.Zip(shuffled, (stratum, y) => Sum(stratum.X, y)).Sum());
            }
        }
        return new(observed, (double)larger / all, (double)smaller / all, strata.Sum(stratum => stratum.X.Length));
    }

    private static double[] Centred(double[] x)
    {
        double mean = x.Average();
        return x.All(value => value == x[0]) ? new double[x.Length] : [.. x.Select(value => value - mean)];
    }

    private static double Sum(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    private static double Orders((double[] X, double[] Y)[] strata)
        => strata.Aggregate(1.0, (all, stratum) => all * Enumerable.Range(1, stratum.X.Length).Aggregate(1.0, (f, i) => f * i));

    /// <summary>Tells the statistic of every order of every stratum.</summary>
    private static void Each((double[] X, double[] Y)[] strata, int index, double sum, Action<double> tell)
    {
        if (index == strata.Length) tell(sum);
        else Place(strata[index].X, strata[index].Y, 0, 0, of => Each(strata, index + 1, sum + of, tell));
    }

    private static void Place(double[] x, double[] y, int taken, int position, Action<double> tell, double sum = 0)
    {
        if (position == x.Length) tell(sum);
        for (int i = 0; i < y.Length && position < x.Length; i++)
            if ((taken >> i & 1) == 0) Place(x, y, taken | 1 << i, position + 1, tell, sum + x[position] * y[i]);
    }
}
