namespace Strata.Similarity.Measures;

/// <summary>Angles with all their digits: near 0 the cosine has lost half of them.</summary>
internal static class Angle
{
    /// <summary>Between two arrays of norm 1, in radians, summed row by row.</summary>
    public static double Between(double[] a, double[] b, int rows)
    {
        double apart = 0, together = 0;
        int width = a.Length / rows;
        for (int start = 0; start < a.Length; start += width)
        {
            double minus = 0, plus = 0;
            for (int k = start; k < start + width; k++)
            {
                minus += (a[k] - b[k]) * (a[k] - b[k]);
                plus += (a[k] + b[k]) * (a[k] + b[k]);
            }
            apart += minus;
            together += plus;
        }
        return 2 * Math.Atan2(Math.Sqrt(apart), Math.Sqrt(together));
    }
}
