using Strata.Runtime;
using Strata.Similarity;
using Strata.Training;
using static Strata.Tests.Similarity.Reference;

namespace Strata.Tests.Similarity;

/// <summary>
/// Whether there is a value, and which, must not depend on the way that it is computed: features or Grams in double precision, fp32 or
/// rounded Grams of a comparison, in one unit or another.
/// </summary>
public class DefinedValuesTests
{
    private const int Examples = 48;

    private static readonly string[] s_kernels = ["linear", "cosine", "rbf:0.5", "rbf:1000"];

    /// <summary>Layers at the edge of having a similarity, or beyond it, by name.</summary>
    public static TheoryData<string> Edges() =>
    [
        "zero", "constant", "one active", "one active, one feature", "two active", "one hot", "huge example", "same direction",
        "tiny on huge", .. Enumerable.Range(1, 17).Select(digits => $"spread of 1e-{digits}"),
        .. Enumerable.Range(1, 9).Select(digits => $"offset of 2e{digits}"),
    ];

    [Theory]
    [MemberData(nameof(Edges))]
    public void Every_way_says_the_same_of(string layer)
    {
        foreach (int features in new[] { 1, 6, 70 })
        {
            foreach (bool wide in new[] { false, true })
            {
                double[,] x = Stored(Edge(layer, features), wide), y = Stored(Normal(Examples, 7, 3), wide);
                foreach (int batch in new[] { Examples, 16 })
                {
                    var source = new MemorySource("m", x, y) { Wide = wide };
                    SimilarityMatrix matrix = ModelComparison.Compare([source], [(0, 0)], new() { Batch = batch, Passes = 1 })[0];
                    double[,] first = Ordered(x, matrix.Examples), second = Ordered(y, matrix.Examples);
                    CkaValue grams = Value(Padded(first, 60), second, batch, wide), chosen = Value(first, second, batch, wide);
                    double compared = matrix.Values[0, 1];
                    string told = $"{layer}, {features} features, {(wide ? "double" : "single")}, batches of {batch}: compare {compared}, "
                        + $"similarity {chosen.Value} {chosen.Reason}, by Grams {grams.Value} {grams.Reason}";
                    Assert.True(double.IsNaN(compared) == chosen.Value is null && chosen.Value is null == grams.Value is null, told);
                    if (chosen.Value is not { } value) continue;
                    Assert.True(Math.Abs(value) <= 1 && Math.Abs(compared) <= 1 && Math.Abs(grams.Value!.Value) <= 1, told);
                    Assert.True(Math.Abs(value - grams.Value.Value) <= 1e-6 && Math.Abs(value - compared) <= 2e-3, told);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void Values_stay_within_one_whatever_the_kernel_or_estimator(string layer)
    {
        foreach (string kernel in s_kernels)
            foreach (Estimator estimator in Enum.GetValues<Estimator>())
                foreach (int features in new[] { 1, 6, 70 })
                    foreach (int? batch in new int?[] { null, 12 })
                    {
                        var options = new CkaOptions { Estimator = estimator, Kernel = Kernel.Parse(kernel), Batch = batch };
                        double[,] x = Edge(layer, features);
                        CkaValue own = MinibatchCka.Compute(x, x, options), other = MinibatchCka.Compute(x, Edge("two active", 9), options);
                        if (own.Value is { } value) Assert.Equal(1.0, value);
                        else Assert.Null(other.Value);
                        if (other.Value is { } cross) Assert.InRange(cross, -1, 1);
                    }
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-200)]
    [InlineData(1e-90)]
    [InlineData(1e-30)]
    [InlineData(1e-9)]
    [InlineData(1e9)]
    [InlineData(1e30)]
    [InlineData(1e90)]
    [InlineData(1e200)]
    [InlineData(1e290)]
    public void Double_precision_has_a_similarity_in_any_unit(double unit)
    {
        double[,] x = Normal(Examples, 6, 1), y = Make(Examples, 70, (i, j) => x[i, j % 6] + Math.Sin(i * j));
        double[,] scaledX = Times(x, unit), scaledY = Times(y, unit);
        foreach (string kernel in s_kernels)
            foreach (Estimator estimator in Enum.GetValues<Estimator>())
                foreach (int? batch in new int?[] { null, 16 })
                {
                    var options = new CkaOptions { Estimator = estimator, Kernel = Kernel.Parse(kernel), Batch = batch };
                    double expected = MinibatchCka.Compute(x, y, options).Value!.Value;
                    Assert.Equal(expected, MinibatchCka.Compute(scaledX, scaledY, options).Value!.Value, 1e-6);
                    Assert.Equal(expected, MinibatchCka.Compute(scaledX, y, options).Value!.Value, 1e-6);
                }
        var compare = new ComparisonOptions { Batch = 16, Passes = 2 };
        SimilarityMatrix plain = ModelComparison.Compare([new MemorySource("m", x, y) { Wide = true }], [(0, 0)], compare)[0];
        SimilarityMatrix scaled = ModelComparison.Compare([new MemorySource("m", scaledX, y) { Wide = true }], [(0, 0)], compare)[0];
        Assert.Equal(plain.Values[0, 1], scaled.Values[0, 1], 1e-5);
        Assert.Equal(plain.StandardErrors[0, 1], scaled.StandardErrors[0, 1], 1e-5);
    }

    [Theory]
    [InlineData(1e-40)]
    [InlineData(1e-37)]
    [InlineData(1e-30)]
    [InlineData(1e-23)]
    [InlineData(1e-16)]
    [InlineData(1e16)]
    [InlineData(1e23)]
    [InlineData(1e30)]
    [InlineData(1e37)]
    public void Single_precision_has_a_similarity_in_any_unit(double unit)
    {
        double[,] x = Normal(Examples, 6, 1), y = Make(Examples, 1100, (i, j) => x[i, j % 6] + Math.Sin(i * j));
        double[,] scaledX = Times(x, unit), scaledY = Times(y, unit);
        foreach (Precision precision in new[] { Precision.Fp32, Precision.Bf16 })
        {
            var compare = new ComparisonOptions { Batch = 16, Passes = 2, Precision = precision, Components = true, WithoutComponents = 1 };
            SimilarityMatrix plain = ModelComparison.Compare([new MemorySource("m", x, y)], [(0, 0)], compare)[0];
            SimilarityMatrix scaled = ModelComparison.Compare([new MemorySource("m", scaledX, scaledY)], [(0, 0)], compare)[0];
            // Denormal numbers have lost digits to storage: 17 bits are left at 1e-40.
            double tolerance = precision == Precision.Bf16 ? 1e-3 : 1e-4;
            Assert.Equal(plain.Values[0, 1], scaled.Values[0, 1], tolerance);
            Assert.Equal(plain.StandardErrors[0, 1], scaled.StandardErrors[0, 1], tolerance);
            Assert.Equal(plain.Components!.SharesA[0], scaled.Components!.SharesA[0], tolerance);
        }
    }

    [Fact]
    public void A_scaling_layer_has_a_similarity_in_any_unit()
    {
        // As a batch norm of factors whose squares single precision does not hold.
        double[,] x = Normal(Examples, 32, 1), y = Normal(Examples, 5, 2);
        var scaling = new Strata.Activations.ChannelScaling(0, [1e-25f, 3e-25f], [0, 0]);
        double[,] expected = Make(Examples, 32, (i, j) => scaling.Factors[j / 16] * x[i, j]);
        var source = new MemorySource("m", x, expected, y) { Shapes = { [0] = [2, 4, 4], [1] = [2, 4, 4] }, Scaling = { [1] = scaling } };
        SimilarityMatrix matrix = ModelComparison.Compare([source], [(0, 0)], new() { Batch = Examples })[0];
        Assert.Equal(MinibatchCka.Compute(expected, y).Value!.Value, matrix.Values[1, 2], 1e-5);
        Assert.Equal(MinibatchCka.Compute(expected, x).Value!.Value, matrix.Values[1, 0], 1e-5);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_are_none_leave_a_layer_undefined(double value)
    {
        double[,] x = Normal(Examples, 6, 1), y = Normal(Examples, 70, 2);
        x[5, 2] = value;
        foreach (string kernel in s_kernels) Assert.Null(MinibatchCka.Compute(x, y, new() { Kernel = Kernel.Parse(kernel) }).Value);
        foreach (bool wide in new[] { false, true })
        {
            var source = new MemorySource("m", x, y) { Wide = wide };
            SimilarityMatrix matrix = ModelComparison.Compare([source], [(0, 0)], new() { Batch = 16 })[0];
            Assert.StartsWith("not finite", Assert.Single(matrix.Undefined).Reason);
            Assert.Equal(1.0, matrix.Values[1, 1]);
        }
    }

    [Fact]
    public void Two_examples_are_alike_by_the_biased_estimator_and_no_more()
    {
        var options = new CkaOptions { Estimator = Estimator.Biased };
        for (int seed = 0; seed < 200; seed++)
            Assert.InRange(MinibatchCka.Compute(Normal(2, 3, seed), Normal(2, 5, seed + 999), options).Value!.Value, 1 - 1e-12, 1);
    }

    /// <summary>A common offset of 200 standard deviations and more costs only the digits that storing takes.</summary>
    [Theory]
    [InlineData(200, false)]
    [InlineData(1e4, false)]
    [InlineData(2e5, false)]
    [InlineData(1e9, true)]
    [InlineData(1e13, true)]
    public void Offsets_cost_a_comparison_no_more_than_storing_does(double offset, bool wide)
    {
        double[,] x = Stored(Make(Examples, 40, (i, j) => Normals[i, j] + offset), wide), y = Stored(Normal(Examples, 20, 2), wide);
        var source = new MemorySource("m", x, y) { Wide = wide };
        SimilarityMatrix matrix = ModelComparison.Compare([source], [(0, 0)], new() { Batch = Examples })[0];
        Assert.Equal(MinibatchCka.Compute(x, y).Value!.Value, matrix.Values[0, 1], 1e-5);
    }

    private static double[,] Normals { get; } = Normal(Examples, 40, 1);

    private static double[,] Edge(string layer, int features)
    {
        double[,] normal = Normal(Examples, features, features);
        double Offset(string text) => double.Parse(text[(text.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        return layer switch
        {
            "zero" => new double[Examples, features],
            "constant" => Make(Examples, features, (_, j) => Math.Sin(j + 1) / 3),
            "one active" => Make(Examples, features, (i, j) => i == 20 ? normal[i, j] : 0),
            "one active, one feature" => Make(Examples, features, (i, j) => i == 20 && j == 0 ? .3 : 0),
            "two active" => Make(Examples, features, (i, j) => i is 20 or 30 ? Math.Abs(normal[i, j]) : 0),
            "one hot" => Make(Examples, features, (i, j) => i == j ? .7 : 0),
            "huge example" => Make(Examples, features, (i, j) => i == 20 ? 1e5 * normal[i, j] : normal[i, j]),
            "same direction" => Make(Examples, features, (i, j) => (i + 1.3) * Math.Sin(j + 1)),
            "tiny on huge" => Make(Examples, features, (i, j) => j == 0 ? 1e20 : normal[i, j]),
            _ when layer.StartsWith("spread", StringComparison.Ordinal)
                => Make(Examples, features, (i, j) => 1 + normal[i, j] * Offset(layer)),
            _ => Make(Examples, features, (i, j) => normal[i, j] + Offset(layer)),
        };
    }

    private static double[,] Stored(double[,] rows, bool wide)
        => wide ? rows : Make(rows.GetLength(0), rows.GetLength(1), (i, j) => (float)rows[i, j]);

    private static double[,] Ordered(double[,] rows, int[,] order)
        => Make(order.GetLength(1), rows.GetLength(1), (i, j) => rows[order[0, i], j]);

    private static double[,] Times(double[,] rows, double factor)
        => Make(rows.GetLength(0), rows.GetLength(1), (i, j) => factor * rows[i, j]);

    /// <summary>Features more than examples, all but some of them 0, go through Grams.</summary>
    private static double[,] Padded(double[,] rows, int zeros)
        => Make(rows.GetLength(0), rows.GetLength(1) + zeros, (i, j) => j < rows.GetLength(1) ? rows[i, j] : 0);

    private static CkaValue Value(double[,] x, double[,] y, int batch, bool wide)
    {
        RowSource Source(double[,] rows) => RowSource.Of(rows) with { Roundoff = wide ? UnitRoundoff.OfDouble : UnitRoundoff.OfSingle };
        return MinibatchCka.Compute(Source(x), Source(y), new() { Batch = batch });
    }
}
