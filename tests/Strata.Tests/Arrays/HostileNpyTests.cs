using Strata.Arrays;
using Strata.Runtime;

namespace Strata.Tests.Arrays;

public class HostileNpyTests
{
    [Theory]
    [InlineData("('descr': '<f4')")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x")]
    [InlineData("{'descr': '<f4', 'fortran_order': Falsehood, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 1)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296, 4294967296, 4294967296)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647, 2147483647, 2147483647)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': ()")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '|f4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4', 'other': '<f4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("{'descr': '<f4")]
    [InlineData("")]
    public void A_header_that_does_not_fit_four_bytes_of_data_is_refused(string dictionary)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.npy"], NpyBytes.Build(dictionary, new byte[4]));
        InvalidFileException refused = Assert.Throws<InvalidFileException>(() => NpyFile.Open(folder["a.npy"]));
        Assert.Equal(folder["a.npy"], refused.Path);
        Assert.DoesNotContain('\n', refused.Problem);
    }

    [Fact]
    public void The_same_header_with_a_fitting_shape_is_read()
    {
        using var folder = new TemporaryFolder();
        foreach (string shape in (string[])["(1,)", "()", "( 1 , 1 )", "(1L,)"])
        {
            File.WriteAllBytes(folder["a.npy"],
                NpyBytes.Build($"{{\"shape\":{shape},'fortran_order':True , 'descr': '<f4'}}", new byte[4]));
            NpyFile.Open(folder["a.npy"]).Dispose();
        }
    }

    [Fact]
    public void More_dimensions_than_numpy_has_are_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.npy"], NpyBytes.Build("|u1", $"({string.Concat(Enumerable.Repeat("1, ", 65))})", [0]));
        Assert.Contains("64 dimensions", Assert.Throws<InvalidFileException>(() => NpyFile.Open(folder["a.npy"])).Message);
    }

    [Fact]
    public void A_claimed_header_longer_than_the_file_is_refused_before_it_is_allocated()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.npy"], [0x93, .. "NUMPY"u8, 2, 0, 0xff, 0xff, 0xff, 0xff, (byte)'{']);
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidFileException refused = Assert.Throws<InvalidFileException>(() => NpyFile.Open(folder["a.npy"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains("4294967295", refused.Message);
    }

    [Fact]
    public void A_matrix_of_nothing_has_no_more_rows_than_an_array()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.npy"], NpyBytes.Build("<f4", "(2147483647, 0)", []));
        Assert.Contains("has shape [2147483647, 0], expected dimensions of at most",
            Assert.Throws<InvalidFileException>(() => NpyFile.ReadMatrix(folder["a.npy"])).Message);
    }

    [Fact]
    public void Missing_files_folders_and_other_formats_are_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("does not exist", Assert.Throws<InvalidFileException>(() => NpyFile.Open(folder["none.npy"])).Message);
        Assert.Contains("does not exist", Assert.Throws<InvalidFileException>(() => NpyFile.Open(folder["no/none.npy"])).Message);
        Assert.Contains("folder", Assert.Throws<InvalidFileException>(() => NpyFile.Open(folder.Path)).Message);
        File.WriteAllText(folder["t.npy"], "index,name\n1,a\n");
        Assert.Contains("is text; expected an .npy file", Assert.Throws<InvalidFileException>(() => NpyFile.Open(folder["t.npy"])).Message);
        File.WriteAllBytes(folder["v.npy"], [0x93, .. "NUMPY"u8, 9, 0, 0, 0, 0, 0]);
        Assert.Contains("version 9.0", Assert.Throws<InvalidFileException>(() => NpyFile.Open(folder["v.npy"])).Message);
    }

    [Fact]
    public void A_file_cut_short_while_open_is_said_to_be()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], new float[100], 100);
        using NpyReader reader = NpyFile.Open(folder["a.npy"]);
        using (var file = new FileStream(folder["a.npy"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(200);
        Assert.Contains("earlier than when it was opened", Assert.Throws<InvalidFileException>(reader.ReadAll).Message);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        byte[] sound = NpyBytes.Build("<f4", "(3, 4)", new byte[48], fortran: true);
        var random = new RandomSequence(1, "damage");
        int refused = 0, read = 0;
        for (int trial = 0; trial < 3000; trial++)
        {
            byte[] damaged = [.. sound];
            for (int change = random.Next(4); change >= 0; change--)
            {
                // Mostly inside the header, where a byte means something; characters of the header's own alphabet reach deeper into the
                // parser.
                int place = random.Next(3) > 0 ? random.Next(70) : random.Next(damaged.Length);
                damaged[place] = random.Next(2) == 0 ? (byte)random.Next(256) : sound[6 + random.Next(70)];
            }
            if (random.Next(4) == 0) damaged = damaged[..random.Next(damaged.Length + 1)];
            File.WriteAllBytes(folder["a.npy"], damaged);
            try
            {
                using NpyReader reader = NpyFile.Open(folder["a.npy"]);
                Assert.Equal(reader.Count, reader.ReadAll().Length);
                Assert.Equal(reader.Rows > 0 ? reader.RowLength : 0, reader.ReadFloatRows(0, Math.Min(1, reader.Rows)).Length);
                read++;
            }
            catch (InvalidFileException problem)
            {
                Assert.DoesNotContain('\n', problem.Problem);
                refused++;
            }
        }
        Assert.True(refused > 500 && read > 50, $"{refused} refused, {read} read");
    }
}
