using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Similarity;

public class RowShuffleTests
{
    private const int Examples = 240, Batch = 24, Shuffles = 40;

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(200)]
    [InlineData(2000)]
    public void Unbiased_values_sit_at_zero_at_every_width_and_biased_ones_do_not(int width)
    {
        var random = new RandomSequence(width, "features");
        double[,] x = new double[Examples, width], y = new double[Examples, width];
        for (int i = 0; i < Examples; i++)
        {
            for (int j = 0; j < width; j++) y[i, j] = 0.1 * random.NextNormal() + (x[i, j] = random.NextNormal());
        }
        var options = new CkaOptions { Batch = Batch };
        Assert.True(MinibatchCka.Compute(x, y, options).Value > 0.97);
        double[] values = [.. Enumerable.Range(0, Shuffles).Select(seed => RowShuffle.Compute(x, y, options, seed).Value!.Value)];
        double mean = values.Average(), error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (Shuffles - 1.0) / Shuffles);
        Assert.InRange(Math.Abs(mean), 0, 4 * error);
        Assert.InRange(error, 1e-6, 0.02);
        double biased = RowShuffle.Compute(x, y, options with { Estimator = Estimator.Biased }).Value!.Value;
        // Wide layers all have CKA near 1 by the biased estimator, however unrelated: n(n − 1)/(2p) against n of variance.
        Assert.True(width < 200 || biased > 0.8, $"biased {biased} at width {width}");
    }

    [Fact]
    public void Rows_stay_within_their_batch()
    {
        // Between batches the layers differ by a constant that dwarfs the rest, which single batches do not see.
        double[,] x = new double[40, 1];
        for (int i = 0; i < 40; i++) x[i, 0] = 1000 * (i / 10) + i % 10;
        CkaValue apart = RowShuffle.Compute(x, x, new() { Batch = 10 }), together = RowShuffle.Compute(x, x, new());
        Assert.True(Math.Abs(apart.SelfA - MinibatchCka.Compute(x, x, new() { Batch = 10 }).SelfA) < 1e-9 * apart.SelfA);
        Assert.Equal(apart.SelfA, apart.SelfB, 1e-9 * apart.SelfA);
        Assert.True(together.SelfA > 100 * apart.SelfA);
    }

    /// <summary>Gröger et al. 2026: τ is the 19th of 20 values, .45; the 20th is the observed one.</summary>
    [Fact]
    public void A_value_is_calibrated_by_what_chance_reaches()
    {
        double?[] shuffled = [.. Enumerable.Range(0, 19).Select(i => (double?)(i / 40.0)), null];
        RowShuffleNull beyond = RowShuffleNull.Of(shuffled, 0.9);
        Assert.Equal((19, 1 / 20.0, 0.45 / 0.55), (beyond.Shuffles, beyond.P!.Value, beyond.Calibrated!.Value));
        RowShuffleNull within = RowShuffleNull.Of(shuffled, 0.4);
        Assert.Equal((4 / 20.0, 0.0), (within.P!.Value, within.Calibrated!.Value));
        Assert.Null(RowShuffleNull.Of(shuffled, null).P);

        // The same as distances from 1.
        RowShuffleNull far = RowShuffleNull.Of(shuffled.Select(v => 1 - v), 0.1, best: 0, smallerIsMoreAlike: true);
        Assert.Equal(1 / 20.0, far.P);
        Assert.Equal(0.45 / 0.55, far.Calibrated!.Value, 1e-12);
    }
}
