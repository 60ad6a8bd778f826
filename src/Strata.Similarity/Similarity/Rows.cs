using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Strata.Similarity;

/// <summary>
/// Sums over runs of numbers, always in the same order for the same length, and the checks of shape that everything here shares.
/// </summary>
internal static class Rows
{
    public static Span<double> Span(double[,] matrix)
        => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, double>(ref MemoryMarshal.GetArrayDataReference(matrix)), matrix.Length);

    public static void CheckSquare(double[,] gram, int atLeast = 1)
    {
        ArgumentNullException.ThrowIfNull(gram);
        if (gram.GetLength(0) != gram.GetLength(1))
            throw new ArgumentException($"A Gram matrix is square, but this is {gram.GetLength(0)} by {gram.GetLength(1)}.", nameof(gram));
        if (gram.GetLength(0) < atLeast)
            throw new ArgumentException($"There are {gram.GetLength(0)} examples, expected at least {atLeast}.", nameof(gram));
    }

    public static void CheckPair(double[,] k, double[,] l, int atLeast)
    {
        CheckSquare(k, atLeast);
        CheckSquare(l, atLeast);
        if (k.GetLength(0) != l.GetLength(0))
            throw new ArgumentException(
                $"The Gram matrices are over {k.GetLength(0)} and {l.GetLength(0)} examples, expected the same examples.", nameof(l));
    }

    /// <summary>The largest magnitude; NaN where one is.</summary>
    public static double Largest(ReadOnlySpan<double> a)
    {
        double largest = 0;
        foreach (double x in a) largest = Math.Max(largest, Math.Abs(x));
        return largest;
    }

    public static double Sum(ReadOnlySpan<double> a)
    {
        Vector<double> sum = default;
        int i = 0;
        for (; i + Vector<double>.Count <= a.Length; i += Vector<double>.Count) sum += new Vector<double>(a[i..]);
        double total = Vector.Sum(sum);
        for (; i < a.Length; i++) total += a[i];
        return total;
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        int width = Vector<double>.Count, i = 0;
        // Four sums, so that an addition need not wait for the one before.
        Vector<double> first = default, second = default, third = default, fourth = default;
        for (; i + 4 * width <= a.Length; i += 4 * width)
        {
            first += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
            second += new Vector<double>(a[(i + width)..]) * new Vector<double>(b[(i + width)..]);
            third += new Vector<double>(a[(i + 2 * width)..]) * new Vector<double>(b[(i + 2 * width)..]);
            fourth += new Vector<double>(a[(i + 3 * width)..]) * new Vector<double>(b[(i + 3 * width)..]);
        }
        for (; i + width <= a.Length; i += width) first += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        double total = Vector.Sum(first + second + (third + fourth));
        for (; i < a.Length; i++) total += a[i] * b[i];
        return total;
    }

    /// <summary>The sum of products of two matrices, row by row: partial sums keep the rounding of a sum of n² terms that of n.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int n)
    {
        double total = 0;
        for (int i = 0; i < a.Length; i += n) total += Dot(a.Slice(i, n), b.Slice(i, n));
        return total;
    }

    /// <summary>row ← row − means − shift.</summary>
    public static void Subtract(Span<double> row, ReadOnlySpan<double> means, double shift)
    {
        var shifts = new Vector<double>(shift);
        int i = 0;
        for (; i + Vector<double>.Count <= row.Length; i += Vector<double>.Count)
            (new Vector<double>(row[i..]) - new Vector<double>(means[i..]) - shifts).CopyTo(row[i..]);
        for (; i < row.Length; i++) row[i] = row[i] - means[i] - shift;
    }

    /// <summary>row ← row + factor · other.</summary>
    public static void AddScaled(Span<double> row, ReadOnlySpan<double> other, double factor)
    {
        var factors = new Vector<double>(factor);
        int i = 0;
        for (; i + Vector<double>.Count <= row.Length; i += Vector<double>.Count)
            (new Vector<double>(row[i..]) + factors * new Vector<double>(other[i..])).CopyTo(row[i..]);
        for (; i < row.Length; i++) row[i] += factor * other[i];
    }
}
