using System.Runtime.Intrinsics;

namespace Strata.Similarity.Kernels;

/// <summary>
/// U-centring (Székely and Rizzo 2014) of a symmetric matrix of which only the strict upper triangle is kept, row by row.
/// </summary>
internal static unsafe class TriangleCentering
{
    /// <summary>m_j = Σᵢ G_ij/(n−2), m ← m − Σm/(2(n−1)), G_ij ← G_ij − m_i − m_j, in place; fills the last vector with zeros.</summary>
    /// <param name="triangle">n(n − 1)/2 numbers.</param>
    /// <param name="means">[n] gets m.</param>
    public static void Run(float* triangle, int n, double[] means)
    {
        Array.Clear(means);
        fixed (double* m = means)
        {
            RowSums(triangle, n, m);
            double total = 0;
            for (int i = 0; i < n; i++) total += m[i] /= n - 2;
            for (int i = 0; i < n; i++) m[i] -= total / (2 * (n - 1.0));
            float* row = triangle;
            for (int i = 0; i < n - 1; i++)
            {
                int count = n - 1 - i, j = 0;
                double* others = m + i + 1;
                var own = Vector512.Create(m[i]);
                for (; j + 16 <= count; j += 16)
                {
                    (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(row + j));
                    Vector512.Narrow(low - own - Vector512.Load(others + j), high - own - Vector512.Load(others + j + 8)).Store(row + j);
                }
                for (; j < count; j++) row[j] = (float)(row[j] - m[i] - others[j]);
                row += count;
            }
            for (long used = row - triangle; used % 16 != 0; used++) *row++ = 0;
        }
    }

    /// <summary>G_ij ← G_ij − λ·u_i·u_j.</summary>
    public static void Remove(float* row, int n, double value, double[] vector)
    {
        for (int i = 0; i < n - 1; i++)
        {
            double scaled = value * vector[i];
            for (int j = i + 1; j < n; j++, row++) *row = (float)(*row - scaled * vector[j]);
        }
    }

    /// <summary>Adds to sums[i] what row i of the whole matrix sums to without its diagonal.</summary>
    private static void RowSums(float* row, int n, double* sums)
    {
        for (int i = 0; i < n - 1; i++)
        {
            int count = n - 1 - i, j = 0;
            double* others = sums + i + 1;
            Vector512<double> own = default;
            for (; j + 16 <= count; j += 16)
            {
                (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Vector512.Load(row + j));
                own += low + high;
                (Vector512.Load(others + j) + low).Store(others + j);
                (Vector512.Load(others + j + 8) + high).Store(others + j + 8);
            }
            double sum = Vector512.Sum(own);
            for (; j < count; j++)
            {
                sum += row[j];
                others[j] += row[j];
            }
            sums[i] += sum;
            row += count;
        }
    }
}
