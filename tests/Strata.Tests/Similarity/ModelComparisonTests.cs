using Strata.Runtime;
using Strata.Similarity;
using TorchSharp;

namespace Strata.Tests.Similarity;

public class ModelComparisonTests
{
    /// <summary>fp32 activations and Grams against double precision on well-scaled data.</summary>
    private const double SingleTolerance = 2e-5;

    [Fact]
    public void Golden_values_of_minibatches_hold()
    {
        // X_ij = sin(1.3i + 0.7j + 0.1ij), Y_ij = cos(0.9i − 0.4j + 0.05i²), rows in order.
        var x = new MemorySource("x", Fill(16, 5, (i, j) => Math.Sin(1.3 * i + 0.7 * j + 0.1 * i * j)));
        var y = new MemorySource("y", Fill(16, 3, (i, j) => Math.Cos(0.9 * i - 0.4 * j + 0.05 * i * i)));
        Assert.Equal(0.12172352878, InOrder(x, y, 8), SingleTolerance);
        Assert.Equal(0.32499650940, InOrder(x, y, 10), SingleTolerance);
        Assert.Equal(0.19684572075, InOrder(x, y, 16), SingleTolerance);
    }

    [Fact]
    public void Every_pair_agrees_with_the_definition_in_double_precision()
    {
        double[][,] layers = [.. Enumerable.Range(0, 5).Select(k => Normal(70, 3 + 4 * k, k))];
        var options = new ComparisonOptions { Batch = 16, Passes = 3, Seed = 5 };
        SimilarityMatrix matrix = ModelComparison.Compare([new MemorySource("m", layers)], [(0, 0)], options)[0];
        for (int a = 0; a < 5; a++)
        {
            for (int b = 0; b < 5; b++)
                Assert.Equal(Definition(layers[a], layers[b], matrix.Examples, 16), matrix.Values[a, b], SingleTolerance);
            Assert.Equal(1.0, matrix.Values[a, a]);
        }
    }

    [Fact]
    public void Across_models_is_the_matching_block_of_all_layers_together()
    {
        double[][,] layers = [.. Enumerable.Range(0, 5).Select(k => Normal(50, 4 + k, k))];
        var options = new ComparisonOptions { Batch = 20, Passes = 2 };
        SimilarityMatrix joint = ModelComparison.Compare([new MemorySource("joint", layers)], [(0, 0)], options)[0];
        SimilarityMatrix cross = ModelComparison.Compare([new MemorySource("a", layers[..2]), new MemorySource("b", layers[2..])], [(0, 1)],
            options)[0];
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(joint.Values[i, 2 + j], cross.Values[i, j], 1e-12);
                Assert.Equal(joint.StandardErrors[i, 2 + j], cross.StandardErrors[i, j], 1e-12);
            }
        }
    }

    [Fact]
    public void Each_model_runs_once_per_batch_however_many_pairs()
    {
        MemorySource[] sources = [.. Enumerable.Range(0, 3).Select(k => new MemorySource($"{k}", Normal(40, 4, k)))];
        ModelComparison.Compare(sources, [(0, 0), (1, 1), (0, 1), (0, 2), (1, 2)], new() { Batch = 10, Passes = 2 });
        Assert.All(sources, s => Assert.Equal(8, s.Visits));
    }

    [Fact]
    public void A_constant_layer_is_undefined_with_its_reason_and_spoils_no_other()
    {
        var source = new MemorySource("m", Normal(40, 3, 1), Fill(40, 4, (_, j) => 1e4 + j), Normal(40, 5, 2), Fill(40, 2, (_, _) => 0),
            Fill(40, 2, (i, _) => i == 7 ? double.NaN : i));
        SimilarityMatrix matrix = ModelComparison.Compare([source], [(0, 0)], new() { Batch = 10, Passes = 2 })[0];
        Assert.Equal(["layer1", "layer3", "layer4"], matrix.Undefined.Select(u => u.Layer));
        Assert.StartsWith("constant", matrix.Undefined[0].Reason);
        Assert.StartsWith("zero", matrix.Undefined[1].Reason);
        Assert.StartsWith("not finite", matrix.Undefined[2].Reason);
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++) Assert.Equal(i is 1 or 3 or 4 || j is 1 or 3 or 4, double.IsNaN(matrix.Values[i, j]));
        }
    }

    /// <summary>
    /// Examples of which a few dominate, as block structure is made of, against leaving out each batch and computing all again.
    /// </summary>
    [Theory]
    [InlineData(400, 20, 4, 0)]
    [InlineData(400, 20, 2, .02)]
    [InlineData(430, 100, 3, .02)]
    [InlineData(430, 100, 3, .04)]
    [InlineData(406, 50, 2, .03)]
    public void The_standard_error_is_that_of_the_full_jackknife(int examples, int batch, int passes, double dominant)
    {
        double[,] x = Normal(examples, 6, 1), y = Mix(x, Normal(examples, 6, 2));
        var random = new RandomSequence(3, "dominant");
        for (int i = 0; i < examples; i++)
        {
            double size = random.NextDouble() < dominant ? 12 : 1;
            for (int j = 0; j < 6; j++) (x[i, j], y[i, j]) = (x[i, j] * size, y[i, j] * (j % 2 == 0 ? size : 1));
        }
        var options = new ComparisonOptions { Batch = batch, Passes = passes };
        SimilarityMatrix matrix = ModelComparison.Compare([new MemorySource("m", x, y)], [(0, 0)], options)[0];
        int batches = examples / batch + (examples % batch >= 4 ? 1 : 0);
        double squares = 0;
        for (int pass = 0; pass < passes; pass++)
        {
            double[] without = [.. Enumerable.Range(0, batches).Select(left => Definition(x, y, Pass(matrix.Examples, pass), batch, left))];
            double mean = without.Average();
            squares += (batches - 1.0) / batches * without.Sum(v => (v - mean) * (v - mean));
        }
        Assert.Equal(1, matrix.StandardErrors[0, 1] / Math.Sqrt(squares / passes), 1e-3);
        Assert.Equal(0, matrix.StandardErrors[0, 0]);
    }

    [Fact]
    public void Short_last_batches_are_kept_from_four_examples_on_and_told_of_below()
    {
        Assert.Empty(ModelComparison.Compare([new MemorySource("m", Normal(204, 3, 1))], [(0, 0)],
            new() { Batch = 50, Passes = 1 })[0].Warnings);
        Assert.Contains(ModelComparison.Compare([new MemorySource("m", Normal(203, 3, 1))], [(0, 0)],
            new() { Batch = 50, Passes = 1 })[0].Warnings, w => w.Contains("last 3 examples"));
    }

    [Fact]
    public void Different_examples_are_refused()
    {
        Assert.Throws<StrataException>(() =>
            ModelComparison.Compare([new MemorySource("a", Normal(40, 3, 1)), new MemorySource("b", Normal(41, 3, 1))], [(0, 1)], new()));
        Assert.Throws<StrataException>(() => ModelComparison.Compare(
            [new MemorySource("a", Normal(40, 3, 1)) { ExamplesHash = "1" },
                new MemorySource("b", Normal(40, 3, 1)) { ExamplesHash = "2" }], [(0, 1)], new()));
    }

    [Fact]
    public void Labels_that_contradict_each_other_are_refused_and_missing_ones_are_not()
    {
        MemorySource Source(string name, int[]? labels) => new(name, Normal(40, 3, 1)) { Labels = labels };
        int[] labels = [.. Enumerable.Range(0, 40).Select(i => i % 4)], shuffled = new RandomSequence(1, "labels").Permutation(40);
        StrataException refused = Assert.Throws<StrataException>(() => ModelComparison.Compare(
            [Source("a", labels), Source("b", [.. shuffled.Select(i => i % 4)])], [(0, 1)], new()));
        Assert.Contains("'b' and 'a' contradict each other: example ", refused.Message);
        Assert.Equal(1, ModelComparison.Compare([Source("a", labels), Source("b", labels)], [(0, 1)], new())[0].Values[0, 0]);
        Assert.Equal(1, ModelComparison.Compare([Source("a", labels), Source("b", null)], [(0, 1)], new())[0].Values[0, 0]);
    }

    [Fact]
    public void A_comparison_larger_than_memory_is_refused_with_its_size()
    {
        var source = new MemorySource("m", Normal(200_000, 1, 1));
        Assert.Contains("GB",
            Assert.Throws<InvalidOptionsException>(() => ModelComparison.Compare([source], [(0, 0)], new() { Batch = 1_000_000 })).Message);
    }

    /// <summary>Threads have batches of their own unless one of eight would be idle at the end or tensors are large.</summary>
    [Theory]
    [InlineData(2, 256, 4, 16384, 2)]
    [InlineData(2, 256, 7, 16384, 2)]
    [InlineData(2, 256, 5, 16384, 1)]
    [InlineData(2, 256, 1, 16384, 1)]
    [InlineData(2, 256, 4, 32768, 2)]
    [InlineData(2, 256, 4, 65536, 1)]
    [InlineData(2, 1024, 4, 16384, 1)]
    [InlineData(8, 256, 16, 16384, 8)]
    [InlineData(8, 256, 17, 16384, 1)]
    public void Memory_is_counted_for_every_batch_at_work(int threads, int batch, int batches, long features, int atOnce)
    {
        Needs.Machine(ParallelRows.HoldsLibtorch, "libtorch brings no OpenMP here that threads could be taken from.");
        long Bytes(int threads)
            => ModelComparison.Bytes([135], [(135, 135)], features, batch * batches, new() { Batch = batch, Passes = 1 }, threads);
        // What every pair keeps is there once.
        long sums = PairTotals.Bytes(135, 135, batches), own = Bytes(1) - sums, found = Bytes(threads) - sums;
        if (atOnce > 1) Assert.Equal(atOnce * own, found);
        else Assert.InRange(found, own, 2 * own);
    }

    [Fact]
    public void Nothing_native_is_left_behind()
    {
        long before = LiveTensors.Settled();
        ModelComparison.Compare([new MemorySource("m", Normal(60, 3, 1), Normal(60, 5, 2))], [(0, 0)], new() { Batch = 20, Passes = 2 });
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void Stopping_ends_the_comparison_between_batches()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => ModelComparison.Compare([new MemorySource("m", Normal(60, 3, 1))], [(0, 0)],
            new() { Batch = 20 }, stop: stop.Token));
    }

    private static double InOrder(MemorySource x, MemorySource y, int batch)
    {
        int[,] order = new int[1, 16];
        for (int i = 0; i < 16; i++) order[0, i] = i;
        return ModelComparison.Compare([x, y], [(0, 1)], new() { Batch = batch, Passes = 1 }, order, [], null, null, null,
            default)[0].Values[0, 0];
    }

    private static int[,] Pass(int[,] order, int pass)
    {
        int[,] result = new int[1, order.GetLength(1)];
        for (int i = 0; i < result.Length; i++) result[0, i] = order[pass, i];
        return result;
    }

    /// <summary>Ratio of sums of n(n−3)·HSIC₁ straight from Song et al. 2012, optionally without one batch.</summary>
    private static double Definition(double[,] x, double[,] y, int[,] order, int batch, int without = -1)
    {
        double xy = 0, xx = 0, yy = 0;
        int count = order.GetLength(1);
        for (int pass = 0; pass < order.GetLength(0); pass++)
        {
            for (int first = 0, b = 0; first < count; first += batch, b++)
            {
                int n = Math.Min(batch, count - first);
                if (n < 4 || b == without) continue;
                double[,] k = Gram(x), l = Gram(y);
                xy += Term(k, l);
                xx += Term(k, k);
                yy += Term(l, l);

                double[,] Gram(double[,] from)
                {
                    double[,] gram = new double[n, n];
                    for (int i = 0; i < n; i++)
                    {
                        for (int j = 0; j < n; j++)
                        {
                            if (i == j) continue;
                            for (int f = 0; f < from.GetLength(1); f++)
                                gram[i, j] += (float)from[order[pass, first + i], f] * (double)(float)from[order[pass, first + j], f];
                        }
                    }
                    return gram;
                }

                double Term(double[,] a, double[,] c)
                {
                    double trace = 0, sumA = 0, sumC = 0, middle = 0;
                    for (int i = 0; i < n; i++)
                    {
                        double rowA = 0, rowC = 0;
                        for (int j = 0; j < n; j++)
                        {
                            trace += a[i, j] * c[j, i];
                            rowA += a[i, j];
                            rowC += c[i, j];
                        }
                        sumA += rowA;
                        sumC += rowC;
                        middle += rowA * rowC;
                    }
                    return trace + sumA * sumC / ((n - 1.0) * (n - 2)) - 2.0 / (n - 2) * middle;
                }
            }
        }
        return xy / Math.Sqrt(xx * yy);
    }

    private static double[,] Mix(double[,] a, double[,] b) => Fill(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j] + b[i, j]);

    private static double[,] Normal(int rows, int columns, int seed)
    {
        var random = new RandomSequence(seed, "normal");
        return Fill(rows, columns, (_, _) => random.NextNormal());
    }

    private static double[,] Fill(int rows, int columns, Func<int, int, double> value)
    {
        double[,] result = new double[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) result[i, j] = value(i, j);
        }
        return result;
    }
}
