using Strata.Similarity;

namespace Strata.Tests.Similarity;

public class HsicTests
{
    /// <summary>The reference values are given to 12 decimals.</summary>
    private const double Digits = 1e-12;

    [Fact]
    public void Biased_reference_values()
    {
        (double[,] k, double[,] l) = (Reference.Gram(Reference.X), Reference.Gram(Reference.Y));
        Assert.Equal(0.661625888127, Hsic.Biased(k, l), Digits);
        Assert.Equal(2.026181821839, Hsic.Biased(k, k), Digits);
        Assert.Equal(2.362317725606, Hsic.Biased(l, l), Digits);
    }

    [Fact]
    public void Unbiased_reference_values()
    {
        (double[,] k, double[,] l) = (Reference.Gram(Reference.X), Reference.Gram(Reference.Y));
        Assert.Equal(0.386414694116, Hsic.Unbiased(k, l), Digits);
        Assert.Equal(1.683534280652, Hsic.Unbiased(k, k), Digits);
        Assert.Equal(2.288934397179, Hsic.Unbiased(l, l), Digits);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(64)]
    public void The_direct_formula_and_centring_agree(int n)
    {
        foreach (Kernel kernel in (Kernel[])[Kernel.Linear, Kernel.Cosine, Kernel.Rbf(0.7)])
        {
            double[,] k = kernel.Gram(Reference.Normal(n, 6, n)), l = kernel.Gram(Reference.Normal(n, 9, n + 1000));
            Assert.Equal(Hsic.UnbiasedDirect(k, l), Hsic.Unbiased(k, l), Reference.Tight);
            Assert.Equal(Hsic.UnbiasedDirect(k, k), Hsic.Unbiased(k, k), Reference.Tight);
        }
    }

    [Fact]
    public void U_centring_leaves_rows_that_sum_to_zero()
    {
        double[,] centred = UCentering.Center(Reference.Gram(Reference.Normal(20, 7, 1)));
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(0, centred[i, i]);
            Assert.Equal(0, Enumerable.Range(0, 20).Sum(j => centred[i, j]), Reference.Tight);
        }
    }

    [Fact]
    public void The_biased_form_is_the_definition_with_the_centring_matrix()
    {
        const int n = 9;
        double[,] k = Reference.Gram(Reference.Normal(n, 4, 1)), l = Reference.Gram(Reference.Normal(n, 5, 2)),
            h = Reference.Make(n, n, (i, j) => (i == j ? 1 : 0) - 1.0 / n);
        double[,] left = Times(Times(h, k), h), right = Times(Times(h, l), h);
        double expected = left.Cast<double>().Zip(right.Cast<double>(), (x, y) => x * y).Sum() / 64;
        Assert.Equal(expected, Hsic.Biased(k, l), Reference.Tight);

        double[,] Times(double[,] a, double[,] b) => Reference.Make(n, n, (i, j) => Enumerable.Range(0, n).Sum(m => a[i, m] * b[m, j]));
    }

    [Fact]
    public void The_unbiased_estimate_is_right_on_average_where_the_biased_one_is_too_high()
    {
        // Independent layers: the true value is 0. 400 draws; five standard errors of their own mean.
        double[] unbiased = new double[400], biased = new double[400];
        for (int draw = 0; draw < unbiased.Length; draw++)
        {
            double[,] k = Reference.Gram(Reference.Normal(12, 8, draw)), l = Reference.Gram(Reference.Normal(12, 8, 10_000 + draw));
            (unbiased[draw], biased[draw]) = (Hsic.Unbiased(k, l), Hsic.Biased(k, l));
        }
        Assert.Equal(0, unbiased.Average(), 5 * StandardError(unbiased));
        Assert.True(biased.Average() > 20 * StandardError(biased));

        static double StandardError(double[] values)
        {
            double mean = values.Average();
            return Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / values.Length / (values.Length - 1));
        }
    }

    [Fact]
    public void Matrices_that_are_no_pair_of_gram_matrices_are_misuse()
    {
        Assert.Throws<ArgumentException>(() => Hsic.Biased(new double[4, 5], new double[4, 4]));
        Assert.Throws<ArgumentException>(() => Hsic.Unbiased(new double[4, 4], new double[5, 5]));
        Assert.Throws<ArgumentException>(() => Hsic.Unbiased(new double[3, 3], new double[3, 3]));
        Assert.Throws<ArgumentException>(() => Hsic.UnbiasedDirect(new double[3, 3], new double[3, 3]));
    }
}
