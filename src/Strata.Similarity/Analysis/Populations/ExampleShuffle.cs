namespace Strata.Analysis.Populations;

/// <summary>
/// Whether two populations differ about single examples by more than chance: models are dealt anew to two populations of the same sizes,
/// and the standard deviation over examples of the difference of accuracies is taken again. That deviation does not see a difference of
/// mean accuracy.
/// </summary>
/// <param name="Sd">Observed, in percentage points.</param>
/// <param name="ByChance">Mean over the deals.</param>
/// <param name="P">Probability of one as large or larger by chance.</param>
public sealed record ExampleShuffle(double Sd, double ByChance, double P)
{
    private const int Deals = 999;

    /// <param name="labels">[examples]: the true classes.</param>
    public static ExampleShuffle Of(Population a, Population b, int[] labels, int deals = Deals, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Correctness rightA = new(a, labels), rightB = new(b, labels);
        byte[][] models = [.. Enumerable.Range(0, a.Models).Select(rightA.Of), .. Enumerable.Range(0, b.Models).Select(rightB.Of)];
        int[] all = [.. rightA.Counts.Zip(rightB.Counts, (x, y) => x + y)];
        double Deviation(int[] inA)
        {
            double sum = 0, squares = 0;
            for (int e = 0; e < all.Length; e++)
            {
                double difference = 100.0 * inA[e] / a.Models - 100.0 * (all[e] - inA[e]) / b.Models;
                sum += difference;
                squares += difference * difference;
            }
            return Math.Sqrt(Math.Max(0, squares - sum * sum / all.Length) / Math.Max(1, all.Length - 1));
        }
        double observed = Deviation(rightA.Counts), total = 0;
        int[] order = [.. Enumerable.Range(0, models.Length)], counts = new int[all.Length];
        var random = new Random(seed);
        int larger = 1;
        for (int deal = 0; deal < deals; deal++)
        {
            random.Shuffle(order);
            Array.Clear(counts);
            foreach (int model in order.AsSpan(0, a.Models))
                for (int e = 0; e < counts.Length; e++) counts[e] += models[model][e];
            double dealt = Deviation(counts);
            total += dealt;
            if (dealt >= observed * (1 - 1e-12)) larger++;
        }
        return new(observed, total / deals, (double)larger / (deals + 1));
    }
}
