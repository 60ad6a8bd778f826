using System.IO.Compression;

namespace Strata.Report.Page;

/// <summary>
/// A map as the page carries it, deflated. Entries row by row, of a symmetric one only those with column ≤ row. A value is 0 where it is
/// undefined, else 1 + round((value + 1) · steps) with 1,000 steps, three decimals, or 100; its difference from the entry before it in the
/// row, as 2·d or −2·d − 1, in two bytes: first all low ones, then all high ones. Where there are 1,000 steps, standard errors follow, a
/// byte each: 0 undefined, 1 zero, else 2 + round(253 · (5 + log₁₀ error)/5), which keeps 1e-5 … 1 to 2.3 %; again as differences.
/// </summary>
internal static class MatrixEncoding
{
    public const int Fine = 1000, Coarse = 100;

    /// <summary>The largest value: twice its difference from the smallest, in steps, still fits into two bytes.</summary>
    private const double Most = 30;

    /// <param name="steps"><see cref="Fine"/> or <see cref="Coarse"/>, which leaves the errors out.</param>
    public static byte[] Encode(double[,] values, double[,] errors, bool triangle, int steps)
    {
        int count = Count(values, triangle), at = 0;
        byte[] bytes = new byte[count * (steps == Fine ? 3 : 2)];
        for (int row = 0; row < values.GetLength(0); row++)
        {
            int before = 0, errorBefore = 0;
            for (int column = 0; column < (triangle ? row + 1 : values.GetLength(1)); column++, at++)
            {
                int code = Value(values[row, column], steps), difference = code - before;
                int folded = difference >= 0 ? 2 * difference : -2 * difference - 1;
                (bytes[at], bytes[count + at], before) = ((byte)folded, (byte)(folded >> 8), code);
                if (steps != Fine) continue;
                int error = Error(errors[row, column]);
                (bytes[2 * count + at], errorBefore) = ((byte)(error - errorBefore), error);
            }
        }
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Whether only the entries below the diagonal need to be kept.</summary>
    public static bool Symmetric(double[,] values)
    {
        if (values.GetLength(0) != values.GetLength(1)) return false;
        for (int i = 0; i < values.GetLength(0); i++)
            for (int j = 0; j < i; j++)
                if (!values[i, j].Equals(values[j, i])) return false;
        return true;
    }

    public static int Count(double[,] values, bool triangle)
    {
        int rows = values.GetLength(0), columns = values.GetLength(1);
        return triangle ? rows * (rows + 1) / 2 : rows * columns;
    }

    private static int Value(double value, int steps)
        => double.IsNaN(value) ? 0 : 1 + (int)Math.Round((Math.Clamp(value, -1, Most) + 1) * steps);

    private static int Error(double error)
        => double.IsNaN(error) ? 0 : error <= 0 ? 1 : 2 + (int)Math.Round(253 * (5 + Math.Clamp(Math.Log10(error), -5, 0)) / 5);
}
