using Strata.Similarity;

namespace Strata.Tests.Similarity;

public class ExampleWeightsTests
{
    private static readonly CkaOptions s_biased = new() { Estimator = Estimator.Biased };

    /// <summary>The published limit of CKA as a share of the examples moves away along one direction (Davari et al. 2022).</summary>
    [Fact]
    public void A_few_examples_that_move_away_take_CKA_to_the_published_limit()
    {
        // ρ(1 − ρ)‖mean of the moved − mean of the rest‖²/E‖x‖² · √PR.
        Assert.Equal(0.008798255107, Limit(Reference.X, moved: 4), 1e-11);
        Assert.Equal(0.080133302263, Cka(Reference.X, Moved(Reference.X, 4, 10)), 1e-11);
        Assert.Equal(0.008798255107, Cka(Reference.X, Moved(Reference.X, 4, 1e7)), 1e-6);
    }

    [Theory]
    [InlineData(16, 5)]
    [InlineData(12, 40)]
    public void Weights_are_shares_of_the_squared_centred_Gram(int examples, int features)
    {
        double[,] rows = Reference.Make(examples, features, (i, j) => Math.Sin(1.3 * i + 0.7 * j + 0.1 * i * j));
        double[,] gram = Centering.Center(Reference.Gram(rows));
        double[] energies = [.. Enumerable.Range(0, examples).Select(i => Enumerable.Range(0, examples).Sum(j => gram[i, j] * gram[i, j]))];
        double[] weights = ExampleWeights.Of(rows);
        for (int i = 0; i < examples; i++) Assert.Equal(energies[i] / energies.Sum(), weights[i], Reference.Tight);
        Assert.Equal(1, weights.Sum(), Reference.Tight);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1e7)]
    [InlineData(1e40)]
    public void Without_the_examples_that_weigh_most_layers_are_as_alike_as_the_others_were(double far)
    {
        double[,] x = Reference.Normal(60, 8, 1), y = Moved(x, 4, far);
        int[] heaviest = ExampleWeights.Heaviest(ExampleWeights.Of(y), 4);
        Assert.Equal([0, 1, 2, 3], heaviest.Order());
        Assert.True(Cka(x, y) < 0.5);
        int[] rest = [.. Enumerable.Range(0, 60).Except(heaviest)];
        Assert.Equal(1, Cka(Taken(x, rest), Taken(y, rest)), 1e-7);
    }

    [Fact]
    public void Layers_of_a_source_weigh_alike_and_a_constant_one_not_at_all()
    {
        double[,] x = Reference.Normal(40, 6, 1), y = Moved(Reference.Normal(40, 3, 2), 2, 50),
            constant = Reference.Make(40, 2, (_, j) => j);
        using var source = new MemorySource("m", x, y, constant) { Wide = true };
        double[] weights = ExampleWeights.Of(source, new() { Batch = 40 }), ofX = ExampleWeights.Of(x), ofY = ExampleWeights.Of(y);
        for (int i = 0; i < 40; i++) Assert.Equal((ofX[i] + ofY[i]) / 2, weights[i], 1e-9);
        Assert.Equal([0, 1], ExampleWeights.Heaviest(weights, 2).Order());
        Assert.All(ExampleWeights.Of(constant), weight => Assert.Equal(0, weight));
        // In batches they are shares of the batches' own.
        Assert.Equal(1, ExampleWeights.Of(source, new() { Batch = 8 }).Sum(), 1e-9);
    }

    [Fact]
    public void A_source_of_some_examples_is_one_of_these_alone()
    {
        double[,] x = Reference.Normal(30, 4, 1), y = Reference.Normal(30, 5, 2);
        int[] chosen = [.. Enumerable.Range(0, 30).Where(i => i % 3 != 0)];
        using var whole = new MemorySource("m", x, y) { Labels = [.. Enumerable.Range(0, 30)], ExamplesHash = "images", Wide = true };
        using var some = new SelectedExamples(whole, chosen);
        using var taken = new MemorySource("m", Taken(x, chosen), Taken(y, chosen)) { Wide = true };
        var options = new ComparisonOptions { Batch = 20, Passes = 1 };
        Assert.Equal(ModelComparison.Compare(taken, null, options).Values, ModelComparison.Compare(some, null, options).Values);
        Assert.Equal(chosen, some.Labels);
        Assert.NotEqual("images", some.ExamplesHash);
        Assert.Throws<ArgumentException>(() => new SelectedExamples(whole, [30]));
    }

    private static double Cka(double[,] x, double[,] y) => MinibatchCka.Compute(x, y, s_biased).Value!.Value;

    /// <summary>The first examples moved by so much along the diagonal.</summary>
    private static double[,] Moved(double[,] x, int count, double by)
        => Reference.Make(x.GetLength(0), x.GetLength(1), (i, j) => x[i, j] + (i < count ? by / Math.Sqrt(x.GetLength(1)) : 0));

    private static double[,] Taken(double[,] x, int[] examples)
        => Reference.Make(examples.Length, x.GetLength(1), (i, j) => x[examples[i], j]);

    private static double Limit(double[,] x, int moved)
    {
        (int n, int p) = (x.GetLength(0), x.GetLength(1));
        double rho = (double)moved / n;
        double Mean(int j, int from, int to) => Enumerable.Range(from, to - from).Average(i => x[i, j]);
        double apart = Enumerable.Range(0, p).Sum(j => Math.Pow(Mean(j, 0, moved) - Mean(j, moved, n), 2));
        double[,] centred = Centering.Center(Reference.Gram(x));
        double trace = Enumerable.Range(0, n).Sum(i => centred[i, i]), squares = centred.Cast<double>().Sum(v => v * v);
        return rho * (1 - rho) * apart / (trace / n) * Math.Sqrt(trace * trace / squares);
    }
}
