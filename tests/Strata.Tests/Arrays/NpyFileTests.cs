using System.Text;
using Strata.Arrays;
using Strata.Runtime;

namespace Strata.Tests.Arrays;

public class NpyFileTests
{
    [Theory]
    [InlineData("<f8")]
    [InlineData("<f4")]
    [InlineData("<f2")]
    [InlineData("<i8")]
    [InlineData("<i4")]
    [InlineData("<i2")]
    [InlineData(">f8")]
    [InlineData(">f4")]
    [InlineData(">f2")]
    [InlineData(">i8")]
    [InlineData(">i4")]
    [InlineData(">i2")]
    [InlineData("<u8")]
    [InlineData("<u4")]
    [InlineData("<u2")]
    [InlineData(">u8")]
    [InlineData(">u4")]
    [InlineData(">u2")]
    [InlineData("|i1")]
    [InlineData("|u1")]
    [InlineData("|b1")]
    public void Every_type_and_format_version_is_read(string type)
    {
        using var folder = new TemporaryFolder();
        for (int version = 1; version <= 3; version++)
        {
            File.WriteAllBytes(folder["a.npy"], NpyBytes.Build(type, "(2, 2)", NpyBytes.Sample(type), version: version));
            using NpyReader reader = NpyFile.Open(folder["a.npy"]);
            Assert.Equal([2, 2], reader.Shape);
            Assert.Equal(type, reader.Type);
            Assert.Equal(4, reader.Count);
            Assert.Equal(NpyBytes.Expected(type), reader.ReadAll());
            Assert.Equal(NpyBytes.Expected(type).Select(x => (float)x), reader.ReadAllFloats());
            Assert.Equal(NpyBytes.Expected(type)[2..], reader.ReadRows(1, 1));
        }
    }

    [Fact]
    public void Fortran_order_is_read_as_the_same_matrix()
    {
        using var folder = new TemporaryFolder();
        // [[1, 2, 3], [4, 5, 6]] column by column.
        byte[] columns = [1, 4, 2, 5, 3, 6];
        File.WriteAllBytes(folder["f.npy"], NpyBytes.Build("|u1", "(2, 3)", columns, fortran: true));
        using NpyReader reader = NpyFile.Open(folder["f.npy"]);
        Assert.Equal([1, 2, 3, 4, 5, 6], reader.ReadAll());
        Assert.Equal([4, 5, 6], reader.ReadRows(1, 1));
        Assert.Equal(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } }, NpyFile.ReadMatrix(folder["f.npy"]));
    }

    [Fact]
    public void Fortran_order_of_more_dimensions_is_read_by_slices()
    {
        using var folder = new TemporaryFolder();
        int[] shape = [5, 2, 3, 4];
        byte[] inC = [.. Enumerable.Range(0, 120).Select(i => (byte)i)], inFortran = new byte[120];
        for (int a = 0; a < 5; a++)
            for (int b = 0; b < 2; b++)
                for (int c = 0; c < 3; c++)
                    for (int d = 0; d < 4; d++) inFortran[a + 5 * (b + 2 * (c + 3 * d))] = inC[((a * 2 + b) * 3 + c) * 4 + d];
        File.WriteAllBytes(folder["f.npy"], NpyBytes.Build("|u1", "(5, 2, 3, 4)", inFortran, fortran: true));
        using NpyReader reader = NpyFile.Open(folder["f.npy"]);
        Assert.Equal(shape, reader.Shape);
        Assert.Equal(inC[24..72].Select(x => (float)x), reader.ReadFloatRows(1, 2));
        Assert.Equal(inC.Select(x => (double)x), reader.ReadAll());
        float[] gathered = new float[72];
        reader.GatherRows<float>([4, 0, 1], gathered);
        Assert.Equal([.. inC[96..].Select(x => (float)x), .. inC[..48].Select(x => (float)x)], gathered);
    }

    [Theory]
    [InlineData("<f4")]
    [InlineData("<f2")]
    [InlineData(">f8")]
    [InlineData(">i4")]
    [InlineData("|u1")]
    public void Both_orders_are_the_same_numbers(string type)
    {
        using var folder = new TemporaryFolder();
        // Somewhat more columns than are put into their rows together, and a shape that they do not divide.
        foreach (int[] shape in (int[][])[[600, 501], [7, 211, 203]])
        {
            double[] values = [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(i => (double)(i * 31 % 101))];
            string sizes = $"({string.Join(", ", shape)})";
            File.WriteAllBytes(folder["c.npy"], NpyBytes.Build(type, sizes, NpyBytes.Encode(type, values)));
            File.WriteAllBytes(folder["f.npy"],
                NpyBytes.Build(type, sizes, NpyBytes.Encode(type, NpyBytes.InFortran(values, shape)), fortran: true));
            using NpyReader inC = NpyFile.Open(folder["c.npy"]), inFortran = NpyFile.Open(folder["f.npy"]);
            Assert.Equal(values, inC.ReadAll());
            Assert.Equal(values, inFortran.ReadAll());
            Assert.Equal(inC.ReadFloatRows(1, shape[0] - 2), inFortran.ReadFloatRows(1, shape[0] - 2));
        }
    }

    [Fact]
    public void Fortran_order_is_read_by_long_runs()
    {
        using var folder = new TemporaryFolder();
        byte[] inC = [.. Enumerable.Range(0, 7 * 211 * 203).Select(i => (byte)(i * 31 % 101))];
        File.WriteAllBytes(folder["f.npy"],
            NpyBytes.Build("|u1", "(7, 211, 203)", NpyBytes.InFortran(inC, 7, 211, 203), fortran: true));
        using (NpyReader reader = NpyFile.Open(folder["f.npy"]))
        {
            float[] vectors = new float[1471 * 203];
            reader.ReadFloatVectors(5, vectors);
            Assert.Equal(203, reader.Reads);
            // The first index runs fastest.
            float[] expected = [.. Enumerable.Range(5, 1471).SelectMany(i => inC.Skip((i % 7 * 211 + i / 7) * 203).Take(203))];
            Assert.Equal(expected, vectors);
            Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadFloatVectors(7, vectors));
            Assert.Throws<ArgumentException>(() => reader.ReadFloatVectors(0, new float[202]));
        }
        // Two rows: every column holds two numbers only.
        File.WriteAllBytes(folder["w.npy"], NpyBytes.Build("|u1", "(2, 149905)", inC[..299_810], fortran: true));
        using (NpyReader reader = NpyFile.Open(folder["w.npy"]))
        {
            Assert.Equal(inC[..299_810].Where((_, i) => i % 2 == 0).Select(x => (double)x), reader.ReadAll()[..149_905]);
            Assert.Equal(2, reader.Reads);
        }
    }

    [Fact]
    public void Vectors_of_c_order_are_one_run()
    {
        using var folder = new TemporaryFolder();
        float[] values = [.. Enumerable.Range(0, 120).Select(i => (float)i)], vectors = new float[28];
        NpyFile.Write(folder["c.npy"], values, 5, 6, 4);
        using NpyReader reader = NpyFile.Open(folder["c.npy"]);
        reader.ReadFloatVectors(4, vectors);
        Assert.Equal(values[16..44], vectors);
        Assert.Equal(1, reader.Reads);
    }

    [Fact]
    public void What_is_written_is_read_again_and_begins_at_a_multiple_of_64()
    {
        using var folder = new TemporaryFolder();
        double[] doubles = [double.NaN, double.PositiveInfinity, -0.0, Math.PI, double.Epsilon, 1];
        NpyFile.Write(folder["d.npy"], doubles, 3, 1, 2);
        using (NpyReader reader = NpyFile.Open(folder["d.npy"]))
        {
            Assert.Equal([3, 1, 2], reader.Shape);
            Assert.Equal(doubles.Select(BitConverter.DoubleToInt64Bits), reader.ReadAll().Select(BitConverter.DoubleToInt64Bits));
        }
        byte[] bytes = File.ReadAllBytes(folder["d.npy"]);
        Assert.Equal(128 + 48, bytes.Length);
        Assert.StartsWith("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 1, 2), }  ", Encoding.ASCII.GetString(bytes, 10, 118));
        Assert.Equal((byte)'\n', bytes[127]);

        NpyFile.Write(folder["f.npy"], [1.5f, -2f], 2);
        Assert.Contains("'shape': (2,), }", Encoding.ASCII.GetString(File.ReadAllBytes(folder["f.npy"])));
        using (NpyReader reader = NpyFile.Open(folder["f.npy"])) Assert.Equal([1.5f, -2f], reader.ReadAllFloats());

        int[,] matrix = { { 1, -2, 3 }, { int.MaxValue, int.MinValue, 0 } };
        NpyFile.Write(folder["i.npy"], matrix);
        using (NpyReader reader = NpyFile.Open(folder["i.npy"])) Assert.Equal(matrix.Cast<int>(), reader.ReadAllInts());

        NpyFile.Write(folder["0.npy"], [7], []);
        using (NpyReader reader = NpyFile.Open(folder["0.npy"])) Assert.Equal([7], reader.ReadAllInts());
        NpyFile.Write(folder["e.npy"], new double[0, 4]);
        Assert.Empty(NpyFile.ReadMatrix(folder["e.npy"]));
    }

    [Fact]
    public void More_than_one_chunk_is_read_and_written()
    {
        using var folder = new TemporaryFolder();
        float[] values = [.. Enumerable.Range(0, 1_100_000).Select(i => (float)i)];
        NpyFile.Write(folder["a.npy"], values, 11, 100_000);
        using NpyReader reader = NpyFile.Open(folder["a.npy"]);
        Assert.Equal(values, reader.ReadAllFloats());
        float[] part = new float[500_000];
        reader.ReadFloatRows(6, part);
        Assert.Equal(values[600_000..], part);
        reader.GatherRows<float>([10, 3, 4, 5, 0], part);
        Assert.Equal([.. values[1_000_000..], .. values[300_000..600_000], .. values[..100_000]], part);
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_misuse()
    {
        Assert.Throws<ArgumentException>(() => NpyFile.Write("never.npy", new float[5], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => NpyFile.Write("never.npy", new float[4], -2, -2));
        Assert.False(File.Exists("never.npy"));
    }

    [Fact]
    public void Rows_that_are_not_there_are_misuse()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], new float[6], 3, 2);
        using NpyReader reader = NpyFile.Open(folder["a.npy"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadRows(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadRows(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadRows(long.MaxValue, 1));
        Assert.Throws<ArgumentException>(() => reader.ReadFloatRows(0, new float[3]));
        Assert.Throws<ArgumentException>(() => reader.GatherRows<float>([0], new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GatherRows<float>([0, 3], new float[4]));
    }

    [Fact]
    public void Elements_that_are_no_integers_are_named()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], [1f, 2.5f], 2);
        using NpyReader reader = NpyFile.Open(folder["a.npy"]);
        Assert.Contains("element 1 is 2.5", Assert.Throws<InvalidFileException>(reader.ReadAllInts).Message);
    }
}
