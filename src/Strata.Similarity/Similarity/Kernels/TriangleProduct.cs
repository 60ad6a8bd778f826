using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Strata.Similarity.Kernels;

/// <summary>
/// Dot products of fp32 rows in double precision. Every product is summed in one order wherever it stands, so that its bits do not depend
/// on what else is computed beside it.
/// </summary>
internal static unsafe class TriangleProduct
{
    /// <summary>Rows per side of a block.</summary>
    public const int Block = 32;

    /// <summary>Numbers of each row that are multiplied before the next are read: 256 layers of them are 1 MB.</summary>
    public const int Depth = 1024;

    /// <param name="length">A multiple of 16.</param>
    public static double Dot(float* a, float* b, long length)
    {
        double sum = 0;
        for (long at = 0; at < length; at += Depth) sum += One(a + at, b + at, (int)Math.Min(Depth, length - at));
        return sum;
    }

    /// <summary>
    /// Adds the products of at most <see cref="Block"/> rows with as many others, over <paramref name="count"/> (at most
    /// <see cref="Depth"/>) numbers of each, to sums[row · Block + column]; rows are <paramref name="stride"/> floats apart.
    /// </summary>
    public static void Add(float* a, int rows, float* b, int columns, long stride, int count, double* sums)
    {
        for (int i = 0; i < rows; i += 4)
        {
            for (int j = 0; j < columns; j += 4)
            {
                float* x = a + i * stride, y = b + j * stride;
                double* sum = sums + i * Block + j;
                if (i + 4 <= rows && j + 4 <= columns)
                {
                    Sixteen(x, y, stride, count, sum);
                    continue;
                }
                for (int r = 0; r < Math.Min(4, rows - i); r++)
                    for (int c = 0; c < Math.Min(4, columns - j); c++) sum[r * Block + c] += One(x + r * stride, y + c * stride, count);
            }
        }
    }

    /// <summary>
    /// y = (G + diag d)·x for a symmetric G of which <paramref name="triangle"/> is what lies above the diagonal, by rows.
    /// </summary>
    public static void Multiply(float* triangle, int n, double[] diagonal, double[] x, double[] y)
    {
        for (int i = 0; i < n; i++) y[i] = diagonal[i] * x[i];
        fixed (double* from = x, to = y)
        {
            float* row = triangle;
            for (int i = 0; i < n - 1; i++)
            {
                int count = n - 1 - i, j = 0;
                double* others = from + i + 1, sums = to + i + 1;
                var own = Vector512.Create(from[i]);
                Vector512<double> sum = default;
                for (; j + 8 <= count; j += 8)
                {
                    Vector512<double> entries = Wide(row + j);
                    sum = Vector512.FusedMultiplyAdd(entries, Vector512.Load(others + j), sum);
                    Vector512.FusedMultiplyAdd(entries, own, Vector512.Load(sums + j)).Store(sums + j);
                }
                double total = Vector512.Sum(sum);
                for (; j < count; j++)
                {
                    total += row[j] * others[j];
                    sums[j] += row[j] * from[i];
                }
                to[i] += total;
                row += count;
            }
        }
    }

    private static double One(float* a, float* b, int count)
    {
        Vector512<double> sum = default;
        for (int k = 0; k < count; k += 8) sum = Vector512.FusedMultiplyAdd(Wide(a + k), Wide(b + k), sum);
        return Vector512.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sixteen(float* a, float* b, long stride, int count, double* sums)
    {
        Vector512<double> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default,
            s13 = default, s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default,
            s33 = default;
        for (int k = 0; k < count; k += 8)
        {
            Vector512<double> a0 = Wide(a + 0 * stride + k), a1 = Wide(a + 1 * stride + k), a2 = Wide(a + 2 * stride + k),
                a3 = Wide(a + 3 * stride + k);
            Vector512<double> v = Wide(b + 0 * stride + k);
            s00 = Vector512.FusedMultiplyAdd(a0, v, s00);
            s10 = Vector512.FusedMultiplyAdd(a1, v, s10);
            s20 = Vector512.FusedMultiplyAdd(a2, v, s20);
            s30 = Vector512.FusedMultiplyAdd(a3, v, s30);
            v = Wide(b + 1 * stride + k);
            s01 = Vector512.FusedMultiplyAdd(a0, v, s01);
            s11 = Vector512.FusedMultiplyAdd(a1, v, s11);
            s21 = Vector512.FusedMultiplyAdd(a2, v, s21);
            s31 = Vector512.FusedMultiplyAdd(a3, v, s31);
            v = Wide(b + 2 * stride + k);
            s02 = Vector512.FusedMultiplyAdd(a0, v, s02);
            s12 = Vector512.FusedMultiplyAdd(a1, v, s12);
            s22 = Vector512.FusedMultiplyAdd(a2, v, s22);
            s32 = Vector512.FusedMultiplyAdd(a3, v, s32);
            v = Wide(b + 3 * stride + k);
            s03 = Vector512.FusedMultiplyAdd(a0, v, s03);
            s13 = Vector512.FusedMultiplyAdd(a1, v, s13);
            s23 = Vector512.FusedMultiplyAdd(a2, v, s23);
            s33 = Vector512.FusedMultiplyAdd(a3, v, s33);
        }
        sums[0 * Block + 0] += Vector512.Sum(s00);
        sums[0 * Block + 1] += Vector512.Sum(s01);
        sums[0 * Block + 2] += Vector512.Sum(s02);
        sums[0 * Block + 3] += Vector512.Sum(s03);
        sums[1 * Block + 0] += Vector512.Sum(s10);
        sums[1 * Block + 1] += Vector512.Sum(s11);
        sums[1 * Block + 2] += Vector512.Sum(s12);
        sums[1 * Block + 3] += Vector512.Sum(s13);
        sums[2 * Block + 0] += Vector512.Sum(s20);
        sums[2 * Block + 1] += Vector512.Sum(s21);
        sums[2 * Block + 2] += Vector512.Sum(s22);
        sums[2 * Block + 3] += Vector512.Sum(s23);
        sums[3 * Block + 0] += Vector512.Sum(s30);
        sums[3 * Block + 1] += Vector512.Sum(s31);
        sums[3 * Block + 2] += Vector512.Sum(s32);
        sums[3 * Block + 3] += Vector512.Sum(s33);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Wide(float* at)
    {
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Double(Vector256.Load(at));
        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(at));
        return Vector512.Create(low, high);
    }
}
