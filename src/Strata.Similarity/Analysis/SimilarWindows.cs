namespace Strata.Analysis;

/// <summary>Every run of layers whose mean off-diagonal CKA reaches a threshold, in O(L²) for L layers.</summary>
internal static class SimilarWindows
{
    /// <summary>Disjoint windows of two or more layers, longest first, of equals the first in order.</summary>
    public static IReadOnlyList<(int First, int Last)> Find(double[,] cka, BlockOptions options)
    {
        int count = cka.GetLength(0), start = options.HasInput ? 1 : 0;
        bool[,] similar = Similar(cka, start, options.Threshold);
        bool[] taken = new bool[count];
        var windows = new List<(int, int)>();
        for (int length = count - start; length >= 2; length--)
            for (int first = start; first + length <= count; first++)
            {
                // A window taken earlier is at least as long: it overlaps this one only where it covers one of its ends.
                int last = first + length - 1;
                if (!similar[first, last] || taken[first] || taken[last]) continue;
                Array.Fill(taken, true, first, length);
                windows.Add((first, last));
            }
        return windows;
    }

    /// <summary>
    /// [first, last]: whether the mean is reached. Sums grow by a row at a time from the last layer upwards, so nothing is ever subtracted,
    /// and a NaN stays in every window that contains it.
    /// </summary>
    private static bool[,] Similar(double[,] cka, int start, double threshold)
    {
        int count = cka.GetLength(0);
        bool[,] similar = new bool[count, count];
        double[] sums = new double[count];
        for (int first = count - 1; first >= start; first--)
        {
            double row = 0;
            sums[first] = 0 * cka[first, first];
            for (int last = first + 1; last < count; last++)
            {
                row += cka[first, last];
                sums[last] += row + sums[first];
                long pairs = (last - first) * (last - first + 1L) / 2;
                similar[first, last] = sums[last] >= (threshold - BlockStructure.Tolerance) * pairs;
            }
        }
        return similar;
    }
}
