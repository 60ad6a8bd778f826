using Strata.Activations;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Activations;

public class ShuffledSourceTests
{
    /// <summary>
    /// Whatever the width, layers that are nearly equal have nothing in common once their rows are shuffled: the mean over pairs and
    /// batches is 0 within its own error.
    /// </summary>
    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    [InlineData(600)]
    public void Layers_of_any_width_sit_at_zero(int width)
    {
        Threads.Set(1);
        double[] means = [.. Enumerable.Range(0, 24).Select(seed =>
        {
            IActivationSource source = Noisy(width);
            SimilarityMatrix found = ModelComparison.Compare([source, new ShuffledSource(source, seed)], [(0, 1)],
                new() { Batch = 32, Passes = 2, Seed = seed })[0];
            return found.Values.Cast<double>().Average();
        })];
        double mean = means.Average(), error = Math.Sqrt(means.Sum(m => (m - mean) * (m - mean)) / (means.Length - 1.0) / means.Length);
        Assert.InRange(Math.Abs(mean), 0, 4 * error);
        Assert.InRange(error, 1e-7, 0.03);
        Assert.True(ModelComparison.Compare([Noisy(width)], [(0, 0)], new() { Batch = 32, Passes = 1 })[0].Values[0, 1] > 0.9);
    }

    [Fact]
    public void Every_visit_shows_the_same_examples_in_an_order_of_its_own()
    {
        double[,] numbers = new double[50, 1];
        for (int i = 0; i < 50; i++) numbers[i, 0] = i;
        using var memory = new MemorySource("m", numbers);
        float[] Show(long seed, int[] asked)
        {
            float[] seen = [];
            new ShuffledSource(memory, seed).Visit(asked, [0], (_, output) => seen = output.Singles.ToArray());
            Assert.Equal(asked.Order().Select(i => (float)i), seen.Order());
            return seen;
        }
        int[] asked = [.. Enumerable.Range(10, 20)], backwards = [.. asked.Reverse()], later = [.. asked.Select(i => i + 20)];
        float[] shown = Show(7, asked);
        Assert.NotEqual(asked.Select(i => (float)i), shown);
        // Whichever visit comes first, its order is the same.
        Assert.Equal(shown, Show(7, asked));
        Assert.NotEqual(shown, Show(8, asked));
        Assert.NotEqual(shown, Show(7, backwards));
        Assert.NotEqual(shown, Show(7, later).Select(v => v - 20));
        Assert.Equal("m, rows shuffled", new ShuffledSource(memory, 7).Name);
    }

    private static MemorySource Noisy(int width)
    {
        var random = new RandomSequence(width, "noisy");
        double[,] x = new double[128, width], y = new double[128, width];
        for (int i = 0; i < 128; i++)
            for (int j = 0; j < width; j++) y[i, j] = 0.1 * random.NextNormal() + (x[i, j] = random.NextNormal());
        return new("m", x, y);
    }
}
