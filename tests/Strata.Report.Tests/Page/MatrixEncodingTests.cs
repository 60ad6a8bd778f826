using Strata.Report.Page;

namespace Strata.Report.Tests.Page;

public class MatrixEncodingTests
{
    [Theory]
    [InlineData(2, 65535, 1.6e-5)]
    [InlineData(1, 255, 4e-3)]
    public void Keeps_values_to_half_a_step_and_the_ends_exactly(int bytes, int greatest, double tolerance)
    {
        double[,] values = { { 1, 0.123456, -0.04 }, { 0, double.NaN, -1 } };
        byte[] encoded = MatrixEncoding.Values(values, false, bytes);
        double[] decoded = [.. Enumerable.Range(0, 6).Select(i => bytes == 2 ? encoded[2 * i] | encoded[2 * i + 1] << 8 : encoded[i])
            .Select(code => code == 0 ? double.NaN : (code - 1) / (greatest - 1.0) * 2 - 1)];
        Assert.Equal(1, decoded[0]);
        Assert.Equal(0, decoded[3]);
        Assert.Equal(-1, decoded[5]);
        Assert.True(double.IsNaN(decoded[4]));
        Assert.Equal(0.123456, decoded[1], tolerance);
        Assert.Equal(-0.04, decoded[2], tolerance);
    }

    [Fact]
    public void Keeps_standard_errors_to_some_per_cent()
    {
        double[,] errors = { { 0, double.NaN, 1e-5, 0.0123, 1 } };
        byte[] encoded = MatrixEncoding.StandardErrors(errors, false);
        Assert.Equal([1, 0, 2], encoded[..3]);
        Assert.Equal(255, encoded[4]);
        Assert.Equal(0.0123, Math.Pow(10, (encoded[3] - 2) / 253.0 * 5 - 5), 0.0123 * 0.023);
    }

    [Fact]
    public void Keeps_half_of_a_symmetric_matrix()
    {
        double[,] values = { { 1, 0.5 }, { 0.5, double.NaN } };
        Assert.True(MatrixEncoding.Symmetric(values));
        Assert.Equal(3 * 2, MatrixEncoding.Values(values, true, 2).Length);
        Assert.False(MatrixEncoding.Symmetric(new[,] { { 1, 0.5 }, { 0.4, 1 } }));
        Assert.False(MatrixEncoding.Symmetric(new double[2, 3]));
    }
}
