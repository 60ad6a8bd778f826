using Strata.Analysis;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Analysis;

public sealed class OrthonormalColumnsTests
{
    [Theory]
    [InlineData(1, 1, 1.0)]
    [InlineData(40, 8, 1.0)]
    [InlineData(8, 8, 1e-300)]
    [InlineData(40, 8, 1e300)]
    public void Columns_become_orthonormal_and_span_the_same(int n, int count, double unit)
    {
        double[][] columns = Normal(n, count), before = [.. columns.Select(column => column.ToArray())];
        foreach (double[] column in columns)
            for (int i = 0; i < n; i++) column[i] *= unit;
        OrthonormalColumns.Make(columns, new RandomSequence(1, "further"));
        AssertOrthonormal(columns);
        // What the first columns spanned is all in the first ones.
        for (int k = 0; k < count; k++)
        {
            double rest = Rows.Dot(before[k], before[k]);
            for (int j = 0; j <= k; j++) rest -= Math.Pow(Rows.Dot(before[k], columns[j]), 2);
            Assert.Equal(0, rest, 1e-10);
        }
    }

    [Fact]
    public void What_is_in_the_span_of_others_or_no_number_gets_a_direction_of_its_own()
    {
        double[][] columns = Normal(6, 6);
        Array.Clear(columns[1]);
        columns[0].CopyTo(columns[2], 0);
        columns[3][2] = double.NaN;
        columns[4][0] = double.PositiveInfinity;
        OrthonormalColumns.Make(columns, new RandomSequence(1, "further"));
        AssertOrthonormal(columns);
    }

    private static double[][] Normal(int n, int count)
    {
        var random = new RandomSequence(n * 100L + count, "columns");
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, n).Select(_ => random.NextNormal()).ToArray())];
    }

    private static void AssertOrthonormal(double[][] columns)
    {
        for (int i = 0; i < columns.Length; i++)
            for (int j = 0; j <= i; j++) Assert.Equal(i == j ? 1 : 0, Rows.Dot(columns[i], columns[j]), 1e-12);
    }
}
