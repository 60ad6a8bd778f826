using Strata.Analysis;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;
using Strata.Tests.Similarity;

namespace Strata.Tests.Analysis;

public class LayerCalibrationTests
{
    private const int Examples = 40;

    private static readonly double[,] s_x = Reference.Normal(Examples, 5, 1), s_other = Reference.Normal(Examples, 6, 2);

    /// <summary>The first layer of B is the first of A and noise; all others are strangers.</summary>
    private static readonly double[,] s_near = Reference.Make(Examples, 5, (i, j) => s_x[i, j] + 0.1 * s_other[i, j]);

    private static MemorySource A => new("a", s_x, s_other, Reference.Make(Examples, 3, (_, j) => j)) { Wide = true };

    private static MemorySource B
        => new("b", s_near, Reference.Normal(Examples, 4, 3), Reference.Normal(Examples, 4, 4)) { Wide = true };

    [Theory]
    [InlineData("cka")]
    [InlineData("procrustes")]
    [InlineData("rsa")]
    public void What_belongs_together_is_beyond_chance_and_strangers_are_not(string name)
    {
        LayerCalibration found = Of(name, shuffles: 99);
        Assert.Equal(0.01, found.P[0, 0], 1e-12);
        Assert.True(found.Calibrated[0, 0] > 0.5, $"{found.Calibrated[0, 0]}");
        Assert.Equal((0, 0.01), (found.FromA[0].Match, found.FromA[0].P!.Value));
        Assert.Equal((0, 0.01), (found.FromB[0].Match, found.FromB[0].P!.Value));
        Assert.Equal((0, 0), (found.Best.Layer, found.Best.Match));
        // One stranger in twenty may pass, but by little.
        Assert.All(found.FromB.Skip(1), match => Assert.InRange(match.Calibrated!.Value, 0, 0.15));
        // A constant layer is like nothing.
        Assert.True(double.IsNaN(found.Values[2, 0]) && double.IsNaN(found.P[2, 0]));
        Assert.Null(found.FromA[2].Match);
        Assert.Equal("layer2", Assert.Single(found.Undefined).Layer);
    }

    [Theory]
    [InlineData("cka")]
    [InlineData("angular-cka")]
    [InlineData("second-order-cosine:5")]
    public void A_best_match_is_held_against_the_best_of_every_shuffle(string name)
    {
        Measure measure = Parse(name);
        LayerCalibration found = Of(name, shuffles: 19);
        int sign = measure.Traits.IsDistance ? -1 : 1;
        double[,] Moved(double[,] rows, int shuffle)
        {
            int[] order = new RandomSequence(7, "calibration", shuffle).Permutation(Examples);
            return Reference.Make(Examples, rows.GetLength(1), (i, j) => rows[order[i], j]);
        }
        double[][,] columns = [s_near, Reference.Normal(Examples, 4, 3), Reference.Normal(Examples, 4, 4)];
        double Best(double[,] rows) => columns.Max(column => sign * measure.Compute(rows, column).Value!.Value);
        double observed = Best(s_other);
        double[] chance = [.. Enumerable.Range(0, 19).Select(shuffle => Best(Moved(s_other, shuffle)))];
        CalibratedMatch match = found.FromA[1];
        Assert.Equal(observed, sign * match.Value!.Value, Reference.Tight);
        Assert.Equal((1.0 + chance.Count(value => value >= observed - 1e-12)) / 20, match.P!.Value, 1e-12);
        // ⌈.95 · 20⌉ = 19 of 20, least alike first.
        double threshold = chance.Append(observed).Order().ElementAt(18);
        Assert.Equal(threshold, sign * match.Threshold!.Value, Reference.Tight);
        Assert.Equal(Math.Max(0, (observed - threshold) / (sign * measure.Traits.OfEqual - threshold)), match.Calibrated!.Value, 1e-9);
        // Never surer than a pair of its own, for it is the best of several.
        Assert.True(match.P >= found.P[1, match.Match!.Value]);
    }

    [Fact]
    public void Strangers_match_at_the_rate_of_the_level()
    {
        int beyond = 0;
        for (long seed = 0; seed < 40; seed++)
        {
            using var a = new MemorySource("a", Reference.Normal(30, 3, 100 + seed), Reference.Normal(30, 3, 200 + seed));
            using var b = new MemorySource("b", [.. Enumerable.Range(0, 6).Select(j => Reference.Normal(30, 3, 1000 + 10 * seed + j))]);
            LayerCalibration found = LayerCalibration.Of(a, b, new LinearCka(), new() { Seed = seed }, shuffles: 39);
            if (found.Best.P <= 0.05) beyond++;
        }
        // 40 of a chance of .05: more than 7 come once in a thousand.
        Assert.InRange(beyond, 0, 7);
    }

    [Fact]
    public void Threads_change_no_bit_and_bad_counts_are_refused()
    {
        LayerCalibration all = Of("cka", 29), one;
        int before = Threads.Current;
        try
        {
            Threads.Set(1);
            one = Of("cka", 29);
        }
        finally
        {
            Threads.Set(before);
        }
        Assert.Equal(all.Values, one.Values);
        Assert.Equal(all.Calibrated, one.Calibrated);
        Assert.Equal(all.FromB, one.FromB);
        Assert.StartsWith("shuffles: 0 is not from 1 to", Assert.Throws<InvalidOptionsException>(() => Of("cka", 0)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void CKA_at_once_is_that_of_one_batch()
    {
        using MemorySource a = A, b = B;
        SimilarityMatrix batch = ModelComparison.Compare(a, b, new() { Batch = Examples, Passes = 1 });
        LayerCalibration found = Of("cka", 5);
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 3; j++) Assert.Equal(batch.Values[i, j], found.Values[i, j], 1e-6);
    }

    private static Measure Parse(string name) => name == SimilarityMatrix.Cka ? new LinearCka() : KnownMeasures.Parse(name);

    private static LayerCalibration Of(string name, int shuffles)
    {
        using MemorySource a = A, b = B;
        return LayerCalibration.Of(a, b, Parse(name), new() { Seed = 7 }, shuffles);
    }
}
