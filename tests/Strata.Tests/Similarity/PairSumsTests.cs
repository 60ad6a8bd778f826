using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Similarity;

public class PairSumsTests
{
    [Theory]
    [InlineData(135, 135, 40, 1)]
    [InlineData(327, 327, 40, 1)]
    [InlineData(1, 1, 5000, 1)]
    [InlineData(800, 800, 33, 3)]
    [InlineData(135, 135, 1250, 3)]
    public void Batches_are_left_out_one_by_one_as_long_as_32_MiB_hold_them(int countA, int countB, int batches, int size)
    {
        Assert.Equal(size, JackknifeGroups.Size(countA, countB, batches));
        Assert.Equal((batches + size - 1) / size, JackknifeGroups.Count(countA, countB, batches));
    }

    [Fact]
    public void Groups_of_batches_are_left_out_together()
    {
        const int Layers = 800, Batches = 34;
        var random = new RandomSequence(1, "sums");
        var sums = new PairSums(Layers, Layers, Batches);
        double[] cross = new double[Layers * Layers];
        double[][] selves = [.. Enumerable.Range(0, Batches).Select(_ => Drawn(() => 1 + 30 * Math.Pow(random.NextDouble(), 9)))];
        double[][] crosses = [.. selves.Select(self => self.Select(value => value * (.5 + .3 * random.NextDouble())).ToArray())];
        for (int b = 0; b < Batches; b++)
        {
            for (int i = 0; i < Layers; i++) cross[i * Layers] = crosses[b][i];
            sums.Add(cross, selves[b], selves[b]);
        }
        double[] variances = sums.Variances();
        for (int i = 1; i < 20; i++)
        {
            double[] without =
            [
                .. Enumerable.Range(0, 12).Select(group =>
                {
                    int[] kept = [.. Enumerable.Range(0, Batches).Where(b => b / 3 != group)];
                    return kept.Sum(b => crosses[b][i]) / Math.Sqrt(kept.Sum(b => selves[b][i]) * kept.Sum(b => selves[b][0]));
                }),
            ];
            double mean = without.Average();
            Assert.Equal(1, variances[i * Layers] / (11.0 / 12 * without.Sum(v => (v - mean) * (v - mean))), 1e-4);
        }

        static double[] Drawn(Func<double> number) => [.. Enumerable.Range(0, Layers).Select(_ => number())];
    }

    [Fact]
    public void One_batch_that_is_all_there_is_has_no_standard_error()
    {
        var sums = new PairSums(1, 1, 3);
        foreach (double self in new double[] { 0, 4, 0 }) sums.Add([self / 2], [self], [self]);
        Assert.True(double.IsNaN(sums.Variances()[0]));
    }
}
