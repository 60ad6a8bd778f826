using System.IO.Compression;
using Strata.Report.Page;

namespace Strata.Report.Tests.Page;

public class MatrixEncodingTests
{
    [Theory]
    [InlineData(MatrixEncoding.Fine, 3)]
    [InlineData(MatrixEncoding.Coarse, 2)]
    public void Keeps_so_many_decimals_and_the_undefined(int steps, int decimals)
    {
        double[,] values = { { 1, 0.123456, -0.04 }, { 0, double.NaN, -1 } };
        int[] codes = Codes(MatrixEncoding.Encode(values, values, false, steps), 2, 3);
        double[] decoded = [.. codes.Select(code => code == 0 ? double.NaN : (code - 1) / (double)steps - 1)];
        Assert.Equal([1, Math.Round(0.123456, decimals), -0.04, 0, double.NaN, -1], decoded.Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void Keeps_standard_errors_to_some_per_cent()
    {
        double[,] errors = { { 0, double.NaN, 1e-5, 0.0123, 1 } };
        byte[] bytes = Inflated(MatrixEncoding.Encode(new double[1, 5], errors, false, MatrixEncoding.Fine));
        int[] codes = new int[5];
        for (int i = 0, code = 0; i < 5; i++) codes[i] = code = (code + bytes[10 + i]) & 255;
        Assert.Equal([1, 0, 2], codes[..3]);
        Assert.Equal(255, codes[4]);
        Assert.Equal(0.0123, Math.Pow(10, (codes[3] - 2) / 253.0 * 5 - 5), 0.0123 * 0.023);
    }

    [Fact]
    public void Keeps_half_of_a_symmetric_matrix()
    {
        double[,] values = { { 1, 0.5 }, { 0.5, double.NaN } };
        Assert.True(MatrixEncoding.Symmetric(values));
        Assert.Equal(3 * 3, Inflated(MatrixEncoding.Encode(values, values, true, MatrixEncoding.Fine)).Length);
        Assert.False(MatrixEncoding.Symmetric(new[,] { { 1, 0.5 }, { 0.4, 1 } }));
        Assert.False(MatrixEncoding.Symmetric(new double[2, 3]));
    }

    private static int[] Codes(byte[] packed, int rows, int columns)
    {
        byte[] bytes = Inflated(packed);
        int count = rows * columns;
        int[] codes = new int[count];
        for (int i = 0, code = 0; i < count; i++)
        {
            if (i % columns == 0) code = 0;
            int folded = bytes[i] | bytes[count + i] << 8;
            codes[i] = code += folded % 2 == 0 ? folded / 2 : -(folded + 1) / 2;
        }
        return codes;
    }

    private static byte[] Inflated(byte[] packed)
    {
        using var inflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        var whole = new MemoryStream();
        inflate.CopyTo(whole);
        return whole.ToArray();
    }
}
