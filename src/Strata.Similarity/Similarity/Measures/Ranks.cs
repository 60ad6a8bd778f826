namespace Strata.Similarity.Measures;

/// <summary>Ranks of numbers.</summary>
internal static class Ranks
{
    /// <summary>From 1; equal numbers have the mean of their ranks.</summary>
    public static double[] Of(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = (double[])values.Clone(), ranks = new double[values.Length];
        Array.Sort(sorted, order);
        for (int first = 0, next; first < order.Length; first = next)
        {
            next = first + 1;
            while (next < order.Length && sorted[next] == sorted[first]) next++;
            for (int k = first; k < next; k++) ranks[order[k]] = (first + 1 + next) / 2.0;
        }
        return ranks;
    }
}
