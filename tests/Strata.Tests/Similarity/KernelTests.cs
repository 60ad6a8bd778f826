using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Similarity;

public class KernelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(50, 7)]
    [InlineData(97, 1)]
    [InlineData(101, 300)]
    [InlineData(6, 1031)]
    public void The_linear_gram_is_that_of_the_definition_for_every_edge_of_the_tiles(int n, int features)
    {
        double[,] rows = Reference.Normal(n, features, 1), expected = Reference.Gram(rows), gram = Kernel.Linear.Gram(rows);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                Assert.Equal(expected[i, j], gram[i, j], 1e-11 * features);
                Assert.Equal(gram[i, j], gram[j, i]);
            }
    }

    [Fact]
    public void Equal_rows_have_equal_bits_wherever_they_stand()
    {
        double[,] rows = Reference.Normal(103, 311, 1);
        for (int j = 0; j < 311; j++) rows[102, j] = rows[17, j] = rows[0, j];
        double[,] gram = Kernel.Linear.Gram(rows);
        Assert.Equal(gram[0, 0], gram[102, 17]);
        Assert.Equal(gram[0, 0], gram[102, 102]);
        Assert.Equal(gram[0, 50], gram[50, 102]);
        Assert.Equal(1, Kernel.Rbf(0.01).Gram(rows)[102, 17]);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        double[,] rows = Reference.Normal(150, 40, 1);
        int before = Threads.Current;
        try
        {
            Threads.Set(1);
            double[,] one = Kernel.Linear.Gram(rows);
            Threads.Set(3);
            Assert.Equal(one, Kernel.Linear.Gram(rows));
        }
        finally
        {
            Threads.Set(before);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void The_width_of_rbf_is_the_median_of_all_squared_distances_with_the_diagonal(int n)
    {
        double[,] rows = Reference.Normal(n, 3, n);
        double Distance(int i, int j) => Enumerable.Range(0, 3).Sum(k => (rows[i, k] - rows[j, k]) * (rows[i, k] - rows[j, k]));
        double[] all = [.. Enumerable.Range(0, n * n).Select(k => Distance(k / n, k % n)).Order()];
        double median = (all[(n * n - 1) / 2] + all[n * n / 2]) / 2;
        double[,] gram = Kernel.Rbf(0.5).Gram(rows);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) Assert.Equal(Math.Exp(-Distance(i, j) / (2 * 0.25 * median)), gram[i, j], Reference.Tight);
    }

    [Fact]
    public void Cosine_takes_rows_as_they_come_and_a_zero_row_is_like_nothing()
    {
        double[,] gram = Kernel.Cosine.Gram(new double[,] { { 3, 4 }, { 0, 0 }, { 1e200, 0 }, { -6e-200, -8e-200 } });
        double[,] expected = { { 1, 0, .6, -1 }, { 0, 0, 0, 0 }, { .6, 0, 1, -.6 }, { -1, 0, -.6, 1 } };
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 4; j++) Assert.Equal(expected[i, j], gram[i, j], 1e-15);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("cosine")]
    [InlineData("rbf:0.5")]
    [InlineData("rbf:2")]
    public void A_kernel_is_read_as_it_is_written(string text) => Assert.Equal(text, Kernel.Parse(text).ToString());

    [Theory]
    [InlineData("rbf")]
    [InlineData("rbf:")]
    [InlineData("rbf:0")]
    [InlineData("rbf:-1")]
    [InlineData("rbf:nan")]
    [InlineData("rbf:1e999")]
    [InlineData("Linear")]
    [InlineData("")]
    public void Any_other_kernel_is_refused(string text) => Assert.Throws<InvalidOptionsException>(() => Kernel.Parse(text));
}
