using System.Numerics;
using System.Runtime.CompilerServices;
using Strata.Runtime;

namespace Strata.Similarity;

/// <summary>
/// Products A·Bᵀ of row-major matrices in double precision. Every entry is one dot product summed in the same order wherever it stands and
/// however many threads there are: equal rows give equal bits, which makes the similarity of a layer with itself exactly 1 and the distance
/// of equal examples exactly 0.
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <summary>Entries per side of a tile, and features per pass over it: two panels of 96 kB stay in the second-level cache.</summary>
    private const int Tile = 48, Depth = 256;

    /// <summary>A·Aᵀ, [rows, rows].</summary>
    /// <param name="a">[rows, features].</param>
    public static double[] Gram(double[] a, int rows, int features)
    {
        double[] gram = Product(a, rows, a, rows, features, symmetric: true);
        for (int i = 0; i < rows; i++)
            for (int j = i + 1; j < rows; j++) gram[(long)i * rows + j] = gram[(long)j * rows + i];
        return gram;
    }

    /// <summary>A·Bᵀ, [rowsA, rowsB].</summary>
    public static double[] Cross(double[] a, int rowsA, double[] b, int rowsB, int features)
        => Product(a, rowsA, b, rowsB, features, symmetric: false);

    /// <summary>[rows, columns] as [columns, rows].</summary>
    public static double[] Transpose(ReadOnlySpan<double> a, int rows, int columns)
    {
        double[] transposed = new double[a.Length];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) transposed[(long)j * rows + i] = a[(int)((long)i * columns + j)];
        return transposed;
    }

    private static double[] Product(double[] a, int rowsA, double[] b, int rowsB, int features, bool symmetric)
    {
        double[] product = new double[(long)rowsA * rowsB];
        int down = (rowsA + Tile - 1) / Tile, across = (rowsB + Tile - 1) / Tile;
        Parallel.For(0, down * across, Threads.Limit, tile =>
        {
            int i = tile / across * Tile, j = tile % across * Tile;
            if (symmetric && j > i) return;
            fixed (double* pa = a, pb = b, pc = product)
                FillTile(pa + (long)i * features, Math.Min(Tile, rowsA - i), pb + (long)j * features, Math.Min(Tile, rowsB - j),
                    pc + (long)i * rowsB + j, rowsB, features);
        });
        return product;
    }

    private static void FillTile(double* a, int rowsA, double* b, int rowsB, double* c, int strideC, int features)
    {
        for (int from = 0; from < features; from += Depth)
        {
            int depth = Math.Min(Depth, features - from), i = 0;
            for (; i + 4 <= rowsA; i += 4)
            {
                int j = 0;
                for (; j + 2 <= rowsB; j += 2)
                    FourByTwo(a + (long)i * features + from, b + (long)j * features + from, c + (long)i * strideC + j, strideC,
                        features, depth);
                if (j < rowsB)
                    for (int r = 0; r < 4; r++)
                        c[(long)(i + r) * strideC + j] += Dot(a + (long)(i + r) * features + from, b + (long)j * features + from, depth);
            }
            for (; i < rowsA; i++)
                for (int j = 0; j < rowsB; j++)
                    c[(long)i * strideC + j] += Dot(a + (long)i * features + from, b + (long)j * features + from, depth);
        }
    }

    private static double Dot(double* a, double* b, int depth)
    {
        Vector<double> sum = default;
        int k = 0;
        for (; k + Vector<double>.Count <= depth; k += Vector<double>.Count)
            sum = Vector.MultiplyAddEstimate(Vector.Load(a + k), Vector.Load(b + k), sum);
        return Finish(sum, a, b, k, depth);
    }

    /// <summary>
    /// Eight dot products at once, each in the order of <see cref="Dot"/>: eight sums in flight hide the latency of the multiply-add.
    /// </summary>
    private static void FourByTwo(double* a, double* b, double* c, int strideC, int features, int depth)
    {
        double* a0 = a, a1 = a + features, a2 = a1 + features, a3 = a2 + features, b0 = b, b1 = b + features;
        Vector<double> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default, s30 = default,
            s31 = default;
        int k = 0;
        for (; k + Vector<double>.Count <= depth; k += Vector<double>.Count)
        {
            Vector<double> x = Vector.Load(b0 + k), y = Vector.Load(b1 + k), z = Vector.Load(a0 + k);
            s00 = Vector.MultiplyAddEstimate(z, x, s00);
            s01 = Vector.MultiplyAddEstimate(z, y, s01);
            z = Vector.Load(a1 + k);
            s10 = Vector.MultiplyAddEstimate(z, x, s10);
            s11 = Vector.MultiplyAddEstimate(z, y, s11);
            z = Vector.Load(a2 + k);
            s20 = Vector.MultiplyAddEstimate(z, x, s20);
            s21 = Vector.MultiplyAddEstimate(z, y, s21);
            z = Vector.Load(a3 + k);
            s30 = Vector.MultiplyAddEstimate(z, x, s30);
            s31 = Vector.MultiplyAddEstimate(z, y, s31);
        }
        c[0] += Finish(s00, a0, b0, k, depth);
        c[1] += Finish(s01, a0, b1, k, depth);
        c += strideC;
        c[0] += Finish(s10, a1, b0, k, depth);
        c[1] += Finish(s11, a1, b1, k, depth);
        c += strideC;
        c[0] += Finish(s20, a2, b0, k, depth);
        c[1] += Finish(s21, a2, b1, k, depth);
        c += strideC;
        c[0] += Finish(s30, a3, b0, k, depth);
        c[1] += Finish(s31, a3, b1, k, depth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Finish(Vector<double> sum, double* a, double* b, int from, int depth)
    {
        double result = Vector.Sum(sum);
        for (int k = from; k < depth; k++) result = double.MultiplyAddEstimate(a[k], b[k], result);
        return result;
    }
}
