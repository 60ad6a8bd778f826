using Strata.Arrays;
using Strata.Runtime;

namespace Strata.Tests.Arrays;

public class ExampleRowsTests
{
    [Fact]
    public void Dimensions_after_the_first_are_features()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], [.. Enumerable.Range(0, 24)], 2, 3, 4);
        NpyFile.Write(folder["b.npy"], [.. Enumerable.Range(0, 24)], 24);
        using ExampleRows cube = ExampleRows.Open(folder["a.npy"]), vector = ExampleRows.Open(folder["b.npy"]);
        Assert.Equal((2, 12), (cube.Examples, cube.Features));
        Assert.Equal(Enumerable.Range(12, 12).Select(i => (double)i), cube.Read(1, 1));
        Assert.Equal((24, 1), (vector.Examples, vector.Features));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void The_first_number_that_is_not_finite_is_named_with_its_place(double value)
    {
        using var folder = new TemporaryFolder();
        double[] values = new double[24];
        values[17] = values[20] = value;
        NpyFile.Write(folder["a.npy"], values, 2, 3, 4);
        using ExampleRows rows = ExampleRows.Open(folder["a.npy"]);
        rows.Read(0, 1);
        InvalidFileException refused = Assert.Throws<InvalidFileException>(() => rows.Read(1, 1));
        Assert.Equal($"holds {value} at [1, 1, 1], expected finite numbers", refused.Problem);
    }

    [Fact]
    public void Arrays_without_examples_or_features_are_refused()
    {
        using var folder = new TemporaryFolder();
        NpyFile.Write(folder["a.npy"], new double[0, 4]);
        NpyFile.Write(folder["b.npy"], new double[4, 0]);
        NpyFile.Write(folder["c.npy"], [1], []);
        foreach (string name in (string[])["a.npy", "b.npy", "c.npy"])
            Assert.Contains("expected [examples, features]",
                Assert.Throws<InvalidFileException>(() => ExampleRows.Open(folder[name])).Message);
    }
}
