using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Analysis;

/// <summary>Makes columns orthonormal by Gram and Schmidt's method, twice for each, which is enough (Giraud et al. 2005).</summary>
internal static class OrthonormalColumns
{
    /// <param name="columns">[columns][n], no more than n; overwritten.</param>
    /// <param name="random">Gives a column that is in the span of those before it a direction of its own.</param>
    public static void Make(double[][] columns, RandomSequence random)
    {
        for (int k = 0; k < columns.Length; k++)
        {
            double[] column = columns[k];
            while (true)
            {
                // By its largest number first, so that squares neither vanish nor overflow.
                double largest = Rows.Largest(column), before = 0;
                if (largest > 0)
                {
                    int exponent = Math.ILogB(largest);
                    foreach (ref double value in column.AsSpan()) value = Math.ScaleB(value, -exponent);
                    before = Math.Sqrt(Rows.Dot(column, column));
                }
                for (int twice = 0; twice < 2; twice++)
                    for (int j = 0; j < k; j++) Rows.AddScaled(column, columns[j], -Rows.Dot(column, columns[j]));
                double norm = Math.Sqrt(Rows.Dot(column, column));
                if (norm > 1e-13 * before && norm > 0)
                {
                    for (int i = 0; i < column.Length; i++) column[i] /= norm;
                    break;
                }
                foreach (ref double value in column.AsSpan()) value = random.NextNormal();
            }
        }
    }
}
