using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Strata.Engine.Kernels;

/// <summary>
/// Products of matrices so small that they stay in a core's own cache, as attention has many: a library's would spend its time on starting.
/// </summary>
internal static unsafe class SmallProduct
{
    public const int Lanes = 16;

    /// <summary>c = a·b, or c + a·b.</summary>
    /// <param name="a">[m, k], any layout: by steps from row to row and from column to column, so that a transposed one serves
    /// too.</param>
    /// <param name="b">[k, n], n a multiple of 16.</param>
    /// <param name="c">[m, n]</param>
    public static void Multiply(float* a, long aRow, long aColumn, float* b, long bRow, float* c, long cRow, int m, int k, int n, bool add)
    {
        int row = 0;
        for (; row + 4 <= m; row += 4)
        {
            float* from = a + row * aRow, to = c + row * cRow;
            int column = 0;
            for (; column + 2 * Lanes <= n; column += 2 * Lanes) Four(from, aRow, aColumn, b + column, bRow, to + column, cRow, k, add);
            if (column < n)
                for (int i = 0; i < 4; i++) One(from + i * aRow, aColumn, b + column, bRow, to + i * cRow + column, k, add);
        }
        for (; row < m; row++)
            for (int column = 0; column < n; column += Lanes)
                One(a + row * aRow, aColumn, b + column, bRow, c + row * cRow + column, k, add);
    }

    /// <summary>Four rows of 32 numbers: each number of a meets two vectors of b, each vector of b four numbers of a.</summary>
    private static void Four(float* a, long aRow, long aColumn, float* b, long bRow, float* c, long cRow, int k, bool add)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default,
            c31 = default;
        float* a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
        long at = 0;
        for (int i = 0; i < k; i++, at += aColumn, b += bRow)
        {
            Vector512<float> left = Vector512.Load(b), right = Vector512.Load(b + Lanes), number = Vector512.Create(a[at]);
            c00 = Vector512.FusedMultiplyAdd(number, left, c00);
            c01 = Vector512.FusedMultiplyAdd(number, right, c01);
            number = Vector512.Create(a1[at]);
            c10 = Vector512.FusedMultiplyAdd(number, left, c10);
            c11 = Vector512.FusedMultiplyAdd(number, right, c11);
            number = Vector512.Create(a2[at]);
            c20 = Vector512.FusedMultiplyAdd(number, left, c20);
            c21 = Vector512.FusedMultiplyAdd(number, right, c21);
            number = Vector512.Create(a3[at]);
            c30 = Vector512.FusedMultiplyAdd(number, left, c30);
            c31 = Vector512.FusedMultiplyAdd(number, right, c31);
        }
        Give(c, c00, c01, add);
        Give(c + cRow, c10, c11, add);
        Give(c + 2 * cRow, c20, c21, add);
        Give(c + 3 * cRow, c30, c31, add);
    }

    private static void One(float* a, long aColumn, float* b, long bRow, float* c, int k, bool add)
    {
        // Two sums, so that one multiply-add need not wait for the one before it.
        Vector512<float> even = add ? Vector512.Load(c) : default, odd = default;
        int i = 0;
        for (; i + 2 <= k; i += 2, a += 2 * aColumn, b += 2 * bRow)
        {
            even = Vector512.FusedMultiplyAdd(Vector512.Create(*a), Vector512.Load(b), even);
            odd = Vector512.FusedMultiplyAdd(Vector512.Create(a[aColumn]), Vector512.Load(b + bRow), odd);
        }
        if (i < k) even = Vector512.FusedMultiplyAdd(Vector512.Create(*a), Vector512.Load(b), even);
        (even + odd).Store(c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Give(float* c, Vector512<float> left, Vector512<float> right, bool add)
    {
        if (add) (left, right) = (left + Vector512.Load(c), right + Vector512.Load(c + Lanes));
        left.Store(c);
        right.Store(c + Lanes);
    }
}
