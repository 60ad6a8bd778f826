namespace Strata.Similarity.Measures;

/// <summary>Ranks of numbers.</summary>
internal static class Ranks
{
    /// <summary>From 1; equal numbers have the mean of their ranks.</summary>
    /// <param name="rounding">Of each number what rounding may have put into it: neighbours that differ by no more are equal.</param>
    public static double[] Of(double[] values, double[] rounding)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = (double[])values.Clone(), ranks = new double[values.Length];
        Array.Sort(sorted, order);
        for (int first = 0, next; first < order.Length; first = next)
        {
            next = first + 1;
            while (next < order.Length && sorted[next] - sorted[next - 1] <= Math.Max(rounding[order[next]], rounding[order[next - 1]]))
                next++;
            for (int k = first; k < next; k++) ranks[order[k]] = (first + 1 + next) / 2.0;
        }
        return ranks;
    }
}
