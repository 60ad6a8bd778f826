using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Similarity;

public class BatchMixingTests
{
    private const int Classes = 10, EachClass = 40, Batch = 40;

    [Fact]
    public void Rows_in_order_of_their_class_are_noticed_and_shuffled_ones_are_not()
    {
        double[,] sorted = Sorted(features: 12, apart: 0.5, seed: 1);
        string note = Assert.Single(MinibatchCka.Compute(sorted, sorted, new() { Batch = Batch }).Notes);
        Assert.Contains("by class", note, StringComparison.Ordinal);
        // All at once there is no order.
        Assert.Empty(MinibatchCka.Compute(sorted, sorted).Notes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(300)]
    public void Rows_in_random_order_are_never_suspicious(int features)
    {
        double[,] sorted = Sorted(features, apart: 2, seed: features);
        for (int seed = 0; seed < 60; seed++)
        {
            int[] order = new RandomSequence(seed, "mixed").Permutation(sorted.GetLength(0));
            var mixing = new BatchMixing(features);
            for (int start = 0; start < order.Length; start += Batch) mixing.Add(Rows(sorted, order[start..(start + Batch)]));
            Assert.Null(mixing.Suspicious());
        }
    }

    [Fact]
    public void A_large_mean_hides_nothing_and_a_constant_is_not_suspicious()
    {
        double[,] sorted = Sorted(features: 3, apart: 1, seed: 5);
        for (int i = 0; i < sorted.GetLength(0); i++)
            for (int j = 0; j < 3; j++) sorted[i, j] += 1e6;
        BatchMixing mixing = new(3), constant = new(3), equal = new(1);
        for (int start = 0; start < sorted.GetLength(0); start += Batch)
        {
            mixing.Add(Rows(sorted, [.. Enumerable.Range(start, Batch)]));
            constant.Add(new double[3 * Batch]);
            equal.Add([.. Enumerable.Repeat((double)start, Batch)]);
        }
        Assert.True(mixing.Suspicious() > 10);
        Assert.Null(constant.Suspicious());
        // Nothing varies within, everything between.
        Assert.Equal(double.PositiveInfinity, equal.Suspicious());
    }

    private static double[] Rows(double[,] x, int[] rows)
        => [.. rows.SelectMany(i => Enumerable.Range(0, x.GetLength(1)).Select(j => x[i, j]))];

    /// <summary>Class by class; class means scatter by <paramref name="apart"/> of the deviation within a class.</summary>
    private static double[,] Sorted(int features, double apart, int seed)
    {
        var random = new RandomSequence(seed, "sorted");
        double[,] x = new double[Classes * EachClass, features];
        for (int c = 0; c < Classes; c++)
        {
            double[] mean = [.. Enumerable.Range(0, features).Select(_ => apart * random.NextNormal())];
            for (int i = 0; i < EachClass; i++)
                for (int j = 0; j < features; j++) x[c * EachClass + i, j] = mean[j] + random.NextNormal();
        }
        return x;
    }

    /// <summary>One batch in a million of so few examples differs by more than any search for it would bracket.</summary>
    [Theory]
    [InlineData(4, 2, 1)]
    [InlineData(6, 2, 3)]
    [InlineData(8, 2, 200)]
    [InlineData(300, 2, 5)]
    [InlineData(3000, 4, 2)]
    public void Few_examples_in_small_batches_have_a_value_and_no_note(int examples, int batch, int features)
    {
        double[,] x = Reference.Normal(examples, features, 1);
        CkaValue value = MinibatchCka.Compute(x, x, new() { Batch = batch, Estimator = batch < 4 ? Estimator.Biased : Estimator.Unbiased });
        Assert.Equal(1, value.Value);
        Assert.DoesNotContain(value.Notes, note => note.Contains("chance"));
    }
}
