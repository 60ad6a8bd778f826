using System.Buffers.Binary;

namespace Strata.Report.Page;

/// <summary>
/// A matrix as the page carries it: little-endian unsigned integers, row by row, of a symmetric one only the entries with column ≤ row.
/// Values: 0 undefined, else 1 + round((value + 1)/2 · (greatest − 1)) for values in [−1, 1]. Standard errors: one byte, 0 undefined,
/// 1 zero, else 2 + round(253 · (5 + log₁₀ error)/5), which keeps 1e-5 … 1 to 2.3 %.
/// </summary>
internal static class MatrixEncoding
{
    /// <param name="bytes">Per value: 1 or 2.</param>
    public static byte[] Values(double[,] values, bool triangle, int bytes)
    {
        int greatest = bytes == 2 ? ushort.MaxValue : byte.MaxValue, at = 0;
        var result = new byte[Count(values, triangle) * bytes];
        foreach (double value in Entries(values, triangle))
        {
            int code = double.IsNaN(value) ? 0 : 1 + (int)Math.Round((Math.Clamp(value, -1, 1) + 1) / 2 * (greatest - 1));
            if (bytes == 2) BinaryPrimitives.WriteUInt16LittleEndian(result.AsSpan(at), (ushort)code);
            else result[at] = (byte)code;
            at += bytes;
        }
        return result;
    }

    public static byte[] StandardErrors(double[,] errors, bool triangle)
    {
        var result = new byte[Count(errors, triangle)];
        int at = 0;
        foreach (double error in Entries(errors, triangle))
            result[at++] = (byte)(double.IsNaN(error) ? 0 : error <= 0 ? 1
                : 2 + (int)Math.Round(253 * (5 + Math.Clamp(Math.Log10(error), -5, 0)) / 5));
        return result;
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

    private static IEnumerable<double> Entries(double[,] values, bool triangle)
    {
        for (int row = 0; row < values.GetLength(0); row++)
            for (int column = 0; column < (triangle ? row + 1 : values.GetLength(1)); column++)
                yield return values[row, column];
    }
}
