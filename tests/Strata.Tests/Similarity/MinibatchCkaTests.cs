using Strata.Runtime;
using Strata.Similarity;
using static Strata.Tests.Similarity.Reference;

namespace Strata.Tests.Similarity;

public class MinibatchCkaTests
{
    private static readonly CkaOptions Biased = new() { Estimator = Estimator.Biased };
    private static readonly CkaOptions Unbiased = new();

    public static TheoryData<Estimator, string, int?> Settings()
    {
        var settings = new TheoryData<Estimator, string, int?>();
        foreach (Estimator estimator in Enum.GetValues<Estimator>())
            foreach (string kernel in (string[])["linear", "rbf:0.5", "cosine"])
                foreach (int? batch in (int?[])[null, 16]) settings.Add(estimator, kernel, batch);
        return settings;
    }

    [Fact]
    public void Reference_values_of_all_examples_at_once()
    {
        Assert.Equal(0.30241555678693, Cka(X, Y, Biased), 1e-13);
        Assert.Equal(0.19684572075, Cka(X, Y, Unbiased), 1e-11);
        CkaValue value = MinibatchCka.Compute(X, Y, Biased);
        Assert.Equal((0.661625888127, 2.026181821839, 2.362317725606),
            (Math.Round(value.CrossHsic, 12), Math.Round(value.SelfA, 12), Math.Round(value.SelfB, 12)));
    }

    [Fact]
    public void Reference_values_of_two_equal_batches()
    {
        CkaValue value = MinibatchCka.Compute(X, Y, Unbiased with { Batch = 8 });
        Assert.Equal(0.12172352878, value.Value!.Value, 1e-11);
        Assert.Equal(0.32001481, value.CrossHsic, 1e-8);
        Assert.Equal(2.69887156, value.SelfA, 1e-8);
        Assert.Equal(2.56099586, value.SelfB, 1e-8);
        Assert.Equal(2, value.Batches);
    }

    [Fact]
    public void Reference_values_of_batches_of_ten_and_six()
    {
        CkaValue value = MinibatchCka.Compute(X, Y, Unbiased with { Batch = 10 });
        Assert.Equal(0.32499650940, value.Value!.Value, 1e-11);
        const double weight = 10 * 7 + 6 * 3;
        Assert.Equal(69.40181895, value.CrossHsic * weight, 1e-8);
        Assert.Equal(206.37134095, value.SelfA * weight, 1e-8);
        Assert.Equal(220.97081980, value.SelfB * weight, 1e-8);
    }

    [Fact]
    public void Reference_values_of_the_fixture()
    {
        (double[,] x, double[,] y) = Fixture();
        Assert.Equal(0.5576132566117588, Cka(x, y, Biased), 1e-14);
        Assert.Equal(0.513456489505526, Cka(x, y, Unbiased), 1e-14);
        Assert.Equal(0.6548311822614981, Cka(x, y, Biased with { Kernel = Kernel.Rbf(0.5) }), 1e-13);
        Assert.Equal(0.5132675063590594, Cka(x, y, Unbiased with { Batch = 25 }), 1e-14);
    }

    [Theory]
    [InlineData(Estimator.Biased)]
    [InlineData(Estimator.Unbiased)]
    public void Features_and_gram_matrices_give_the_same_terms(Estimator estimator)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            double[,] x = Normal(60, 7, seed), y = Make(60, 11, (i, j) => x[i, j % 7] + seed * j);
            LayerRows Rows(int count) => new(count, UnitRoundoff.OfDouble);
            HsicTerms features = new FeatureTerms(estimator, Rows(7), Rows(11)).Compute(Flat(x), Flat(y), 60);
            HsicTerms grams = new GramTerms(estimator, Kernel.Linear, Rows(7), Rows(11)).Compute(Flat(x), Flat(y), 60);
            Assert.IsType<FeatureTerms>(BatchTerms.Choose(Unbiased, 60, Rows(7), Rows(11)));
            Assert.IsType<GramTerms>(BatchTerms.Choose(Unbiased, 18, Rows(7), Rows(11)));
            Assert.IsType<GramTerms>(BatchTerms.Choose(Unbiased with { Kernel = Kernel.Cosine }, 60, Rows(7), Rows(11)));
            Assert.Equal(1, grams.Cross / features.Cross, Tight);
            foreach ((LayerTerms one, LayerTerms other) in new[] { (grams.A, features.A), (grams.B, features.B) })
            {
                Assert.Equal(1, one.Self / other.Self, Tight);
                Assert.Equal(1, one.Scale / other.Scale, Tight);
                Assert.Equal((one.Spread, one.Lost), (other.Spread, other.Lost));
            }
            Assert.Equal(grams.Weight, features.Weight);
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Similarity_is_symmetric_and_does_not_see_rotation_or_scale(Estimator estimator, string kernel, int? batch)
    {
        var options = new CkaOptions { Estimator = estimator, Kernel = Kernel.Parse(kernel), Batch = batch };
        for (int seed = 0; seed < 3; seed++)
        {
            double[,] x = Normal(50, 12, seed), y = Make(50, 20, (i, j) => x[i, j % 12] * (1 + j) + Math.Sin(i * j));
            double expected = Cka(x, y, options);
            Assert.Equal(expected, Cka(y, x, options), Tight);
            Assert.Equal(expected, Cka(Times(x, Rotation(12, seed)), y, options), Tight);
            Assert.Equal(expected, Cka(Make(50, 12, (i, j) => -3e4 * x[i, j]), Make(50, 20, (i, j) => 1e-5 * y[i, j]), options), Tight);
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_layer_is_exactly_like_itself(Estimator estimator, string kernel, int? batch)
    {
        double[,] tall = Normal(50, 12, 1), wide = Normal(50, 130, 2);
        var options = new CkaOptions { Estimator = estimator, Kernel = Kernel.Parse(kernel), Batch = batch };
        Assert.Equal(1.0, Cka(tall, tall, options));
        Assert.Equal(1.0, Cka(wide, wide, options));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_shift_of_all_examples_changes_nothing_but_for_cosine(Estimator estimator, string kernel, int? batch)
    {
        var options = new CkaOptions { Estimator = estimator, Kernel = Kernel.Parse(kernel), Batch = batch };
        double[,] x = Normal(50, 12, 1), y = Make(50, 20, (i, j) => x[i, j % 12] + Math.Sin(i * j)),
            shifted = Make(50, 12, (i, j) => x[i, j] + 10 * j);
        double before = Cka(x, y, options), after = Cka(shifted, y, options);
        if (kernel == "cosine") Assert.True(Math.Abs(before - after) > 1e-3);
        else Assert.Equal(before, after, Tight);
    }

    [Fact]
    public void The_identity_through_principal_components_holds()
    {
        // P1 eq. 4: λ the squared singular values of the centred arrays, u their left singular vectors.
        (double[] lambdaX, double[,] u) = Components(X);
        (double[] lambdaY, double[,] v) = Components(Y);
        double sum = 0;
        for (int i = 0; i < lambdaX.Length; i++)
            for (int j = 0; j < lambdaY.Length; j++)
                sum += lambdaX[i] * lambdaY[j] * Math.Pow(Enumerable.Range(0, 16).Sum(k => u[k, i] * v[k, j]), 2);
        double expected = sum / Math.Sqrt(lambdaX.Sum(x => x * x) * lambdaY.Sum(x => x * x));
        Assert.Equal(expected, Cka(X, Y, Biased), 1e-12);

        Assert.Equal(0.38184251786, lambdaX[0] / lambdaX.Sum(), 1e-11);
        Assert.Equal(0.91101664368, lambdaY[0] / lambdaY.Sum(), 1e-11);
        Assert.Equal(0.01966034041, Math.Pow(Enumerable.Range(0, 16).Sum(k => u[k, 0] * v[k, 0]), 2), 1e-11);

        // Without the first component of each.
        double[,] x = Without(X), y = Without(Y);
        Assert.Equal(0.10455029194, Cka(x, y, Biased), 1e-11);
        Assert.Equal(0.00745218833, Cka(x, y, Unbiased), 1e-11);
    }

    [Fact]
    public void Terms_of_batches_are_those_of_the_batches_alone()
    {
        (double[,] x, double[,] y) = Fixture();
        double cross = 0, a = 0, b = 0;
        foreach ((int start, int count) in ((int, int)[])[(0, 30), (30, 30), (60, 30), (90, 10)])
        {
            double[,] k = Gram(Slice(x, start, count)), l = Gram(Slice(y, start, count));
            double weight = (count - 1.0) * (count - 1.0);
            (cross, a, b) = (cross + weight * Hsic.Biased(k, l), a + weight * Hsic.Biased(k, k), b + weight * Hsic.Biased(l, l));
        }
        Assert.Equal(cross / Math.Sqrt(a * b), Cka(x, y, Biased with { Batch = 30 }), 1e-13);
    }

    [Fact]
    public void A_last_batch_too_short_for_the_estimator_is_left_out_and_said_to_be()
    {
        (double[,] x, double[,] y) = Fixture();
        CkaValue shorter = MinibatchCka.Compute(x, y, Unbiased with { Batch = 97 }),
            alone = MinibatchCka.Compute(Slice(x, 0, 97), Slice(y, 0, 97));
        Assert.Equal(alone.Value, shorter.Value);
        Assert.Equal(["the last 3 examples are left out: too few for a batch of their own"], shorter.Notes);
        Assert.Equal(1, shorter.Batches);
        Assert.Equal(2, MinibatchCka.Compute(x, y, Unbiased with { Batch = 96 }).Batches);
        Assert.Equal(2, MinibatchCka.Compute(x, y, Biased with { Batch = 97 }).Batches);
        Assert.Empty(MinibatchCka.Compute(x, y, Unbiased with { Batch = 1000 }).Notes);
    }

    [Fact]
    public void A_biased_estimate_from_fewer_examples_than_features_comes_with_a_warning()
    {
        // Independent layers: 0 is right.
        CkaValue biased = MinibatchCka.Compute(Normal(20, 100, 1), Normal(20, 100, 2), Biased);
        Assert.True(biased.Value > .5);
        Assert.Contains("too high", Assert.Single(biased.Notes));
        Assert.Empty(MinibatchCka.Compute(Normal(20, 100, 1), Normal(20, 100, 2), Unbiased).Notes);
        Assert.Empty(MinibatchCka.Compute(Normal(100, 100, 1), Normal(100, 100, 2), Biased).Notes);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.1)]
    [InlineData(1e8)]
    [InlineData(1e-9)]
    public void A_constant_layer_has_no_similarity(double level)
    {
        double[,] constant = Make(30, 3, (_, j) => level * (j + 1) / 3), wide = Make(30, 50, (_, j) => level * (j + 1) / 7);
        foreach (Estimator estimator in Enum.GetValues<Estimator>())
            foreach (string kernel in (string[])["linear", "rbf:0.5", "cosine"])
                foreach (double[,] layer in (double[][,])[constant, wide])
                {
                    var options = new CkaOptions { Estimator = estimator, Kernel = Kernel.Parse(kernel) };
                    CkaValue value = MinibatchCka.Compute(layer, Normal(30, 5, 1), options);
                    Assert.Null(value.Value);
                    Assert.StartsWith("X ", value.Reason);
                    Assert.StartsWith("Y ", MinibatchCka.Compute(Normal(30, 5, 1), layer, options).Reason);
                }
    }

    [Theory]
    [InlineData(1e3)]
    [InlineData(1e5)]
    public void A_common_offset_a_hundred_thousand_times_the_spread_changes_nothing(double offset)
    {
        double[,] layer = Normal(30, 50, 1), shifted = Make(30, 50, (i, j) => layer[i, j] + offset);
        foreach (Estimator estimator in Enum.GetValues<Estimator>())
        {
            var options = new CkaOptions { Estimator = estimator };
            double value = MinibatchCka.Compute(layer, Normal(30, 5, 2), options).Value!.Value;
            Assert.Equal(value, MinibatchCka.Compute(shifted, Normal(30, 5, 2), options).Value!.Value, 1e-9);
            Assert.Equal(value, MinibatchCka.Compute(Normal(30, 5, 2), shifted, options).Value!.Value, 1e-9);
        }
    }

    [Fact]
    public void Layers_of_zeros_few_examples_and_negative_self_terms_are_undefined_with_their_reason()
    {
        Assert.Contains("every example has the representation 0", MinibatchCka.Compute(new double[10, 3], Normal(10, 3, 1)).Reason);
        CkaValue few = MinibatchCka.Compute(Normal(3, 2, 1), Normal(3, 2, 2));
        Assert.Contains("3 examples", few.Reason);
        Assert.Null(few.Value);
        Assert.NotNull(MinibatchCka.Compute(Normal(3, 2, 1), Normal(3, 2, 2), Biased).Value);
        // The kernel of a one-hot code of four examples: nothing is left beside the diagonal but a constant.
        CkaValue oneHot = MinibatchCka.Compute(Make(4, 4, (i, j) => i == j ? 1 : 0), Normal(4, 4, 1));
        Assert.Null(oneHot.Value);
    }

    [Fact]
    public void Very_large_and_very_small_numbers_keep_their_similarity()
    {
        double[,] x = Normal(8, 20, 1), y = Normal(8, 20, 2);
        Assert.Equal(Cka(x, y, Unbiased),
            Cka(Make(8, 20, (i, j) => 1e60 * x[i, j]), Make(8, 20, (i, j) => 1e60 * y[i, j]), Unbiased), Tight);
        Assert.Equal(Cka(x, y, Unbiased),
            Cka(Make(8, 20, (i, j) => 1e-60 * x[i, j]), Make(8, 20, (i, j) => 1e-60 * y[i, j]), Unbiased), Tight);
    }

    [Fact]
    public void Parts_merge_to_the_same_bits_in_any_order()
    {
        var random = new RandomSequence(1, "parts");
        LayerTerms Alone(double scale) => new(random.NextDouble() * scale, random.NextDouble(), 1, random.NextDouble() * 1e-9);
        HsicTerms Term() => new(random.NextNormal() * 1e9, Alone(1), Alone(1e-9), random.NextDouble(), 1);
        HsicTerms[][] parts = [.. Enumerable.Range(0, 7).Select(_ => Enumerable.Range(0, 5).Select(_ => Term()).ToArray())];
        HsicTerms Sum(int[] order)
        {
            var whole = new HsicAccumulator();
            foreach (int part in order)
            {
                var shard = new HsicAccumulator();
                foreach (HsicTerms term in parts[part]) shard.Add(part, term);
                whole.Merge(shard);
            }
            return whole.Total;
        }
        HsicTerms expected = Sum([.. Enumerable.Range(0, 7)]);
        for (int trial = 0; trial < 20; trial++) Assert.Equal(expected, Sum(random.Permutation(7)));
        Assert.Equal(35, expected.Batches);

        var twice = new HsicAccumulator();
        twice.Add(3, Term());
        Assert.Throws<ArgumentException>(() => twice.Merge(twice));
    }

    [Fact]
    public void Rows_that_do_not_pair_and_batches_that_are_too_small_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MinibatchCka.Compute(new double[5, 2], new double[6, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MinibatchCka.Compute(new double[5, 0], new double[5, 2]));
        Assert.Throws<InvalidOptionsException>(() => MinibatchCka.Compute(X, Y, Unbiased with { Batch = 3 }));
        Assert.Throws<InvalidOptionsException>(() => MinibatchCka.Compute(X, Y, Biased with { Batch = 1 }));
    }

    [Fact]
    public void More_than_memory_holds_is_refused_before_anything_is_read()
    {
        ReadExamples never = (_, _) => throw new InvalidOperationException("read");
        CkaValue Compute(int examples, int featuresX, int featuresY, CkaOptions? options = null)
        {
            RowSource x = new(examples, featuresX, never), y = new(examples, featuresY, never);
            return MinibatchCka.Compute(x, y, options, TestContext.Current.CancellationToken);
        }
        StrataException refused = Assert.Throws<StrataException>(() => Compute(200_000, 300_000, 200_000));
        Assert.Contains("GiB", refused.Message);
        Assert.Throws<StrataException>(() => Compute(100_000, 5, 5, new() { Kernel = Kernel.Cosine }));
    }

    private static double Cka(double[,] x, double[,] y, CkaOptions options)
    {
        CkaValue value = MinibatchCka.Compute(x, y, options);
        return value.Value ?? throw new InvalidOperationException(value.Reason);
    }

    private static double[] Flat(double[,] rows) => [.. rows.Cast<double>()];

    private static double[,] Times(double[,] a, double[,] b)
        => Make(a.GetLength(0), b.GetLength(1), (i, j) => Enumerable.Range(0, b.GetLength(0)).Sum(k => a[i, k] * b[k, j]));

    private static double[,] Rotation(int size, long seed)
        => MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfArray(Normal(size, size, seed + 500)).QR().Q.ToArray();

    private static (double[] Lambda, double[,] U) Components(double[,] rows)
    {
        var svd = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfArray(Centred(rows)).Svd();
        return ([.. svd.S.Select(s => s * s)], svd.U.ToArray());
    }

    private static double[,] Without(double[,] rows)
    {
        double[,] centred = Centred(rows);
        var svd = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.OfArray(centred).Svd();
        return Make(rows.GetLength(0), rows.GetLength(1), (i, j) => centred[i, j] - svd.U[i, 0] * svd.S[0] * svd.VT[0, j]);
    }

    private static double[,] Centred(double[,] rows)
    {
        int n = rows.GetLength(0);
        double[] means = [.. Enumerable.Range(0, rows.GetLength(1)).Select(j => Enumerable.Range(0, n).Average(i => rows[i, j]))];
        return Make(n, rows.GetLength(1), (i, j) => rows[i, j] - means[j]);
    }
}
