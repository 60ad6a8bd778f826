using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Tests.Similarity.Measures;

/// <summary>Every measure is what its traits say it is, and no more.</summary>
public class MeasureTraitsTests
{
    private const int Examples = 40, Features = 6;

    /// <summary>Rounding of an angle near 0, √ε, and of decompositions.</summary>
    private const double Close = 1e-7;

    /// <summary>Every measure, and the ways of those that have several.</summary>
    public static TheoryData<string> Names { get; } =
    [
        SimilarityMatrix.Cka, .. KnownMeasures.All.Select(measure => measure.Name), "rsa:euclidean-pearson", "rsa:correlation-pearson",
        "knn-jaccard:3", "svcca:0.8", "rbf-cka:0.8",
    ];

    private static readonly double[,] s_x = Shifted(Reference.Normal(Examples, Features, 1)), s_y = Related(2), s_z = Related(3);

    [Theory]
    [MemberData(nameof(Names))]
    public void Equal_layers_are_as_alike_as_can_be_and_others_less(string name)
    {
        Measure measure = Parse(name);
        Assert.Equal(measure.Traits.OfEqual, Value(measure, s_x, s_x), Close);
        double other = Value(measure, s_x, s_y);
        Assert.InRange(other, measure.Traits.Least, measure.Traits.Most);
        Assert.True(Math.Abs(other - measure.Traits.OfEqual) > 1e-3, $"{other}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Layers_may_change_places_where_the_traits_say_so(string name)
    {
        Measure measure = Parse(name);
        double apart = Math.Abs(Value(measure, s_x, s_y) - Value(measure, s_y, s_x));
        Assert.True(measure.Traits.IsSymmetric ? apart < Close : apart > 1e-4, $"{apart}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_change_of_the_features_is_not_seen_where_the_traits_say_so_and_is_seen_elsewhere(string name)
    {
        Measure measure = Parse(name);
        double before = Value(measure, s_x, s_y);
        foreach ((Invariances change, double[,] changed) in Changes())
        {
            double apart = Math.Abs(Value(measure, changed, s_y) - before);
            // A rotation is a linear map, and another order of the features a rotation.
            bool unseen = measure.Traits.Unchanged.HasFlag(change);
            Assert.True(unseen ? apart < Close : apart > 1e-6, $"{change}: {apart}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_metric_has_no_short_cuts(string name)
    {
        Measure measure = Parse(name);
        if (!measure.Traits.IsMetric) return;
        Assert.True(measure.Traits.IsDistance);
        Assert.True(Value(measure, s_x, s_z) <= Value(measure, s_x, s_y) + Value(measure, s_y, s_z) + Close);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_in_another_order_is_what_its_examples_in_that_order_give(string name)
    {
        Measure measure = Parse(name);
        int[] order = new RandomSequence(4, "order").Permutation(Examples);
        double[,] moved = Reference.Make(Examples, Features, (i, j) => s_y[order[i], j]);
        MeasuredLayer x = measure.Reduce(Representation.Of(s_x)), y = measure.Reduce(Representation.Of(s_y));
        Assert.Equal(Value(measure, s_x, moved), measure.Between(x, y.Permuted(order)).Value!.Value, Close);
        Assert.NotEqual(measure.Between(x, y).Value!.Value, measure.Between(x, y.Permuted(order)).Value!.Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_constant_layer_has_no_value_but_as_an_output(string name)
    {
        Measure measure = Parse(name);
        MeasureValue value = measure.Compute(Reference.Make(Examples, Features, (_, j) => j + 0.1), s_y);
        if (measure.Traits.IsOfOutputs) Assert.NotNull(value.Value);
        else Assert.Contains("X is constant", value.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Very_large_and_very_small_numbers_change_no_value_that_scale_does_not(string name)
    {
        Measure measure = Parse(name);
        if (!measure.Traits.Unchanged.HasFlag(Invariances.Scaling)) return;
        double before = Value(measure, s_x, s_y);
        foreach (double scale in new[] { 1e-30, 1e30 })
            Assert.Equal(before, Value(measure, Reference.Make(Examples, Features, (i, j) => scale * s_x[i, j]), s_y), Close);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Batches_have_the_mean_of_the_whole_where_the_traits_say_so(string name)
    {
        Measure measure = Parse(name);
        if (measure is LinearCka)
        {
            // Of its terms: the mean over all six choices of 5 of 6 examples is that of all.
            double[,] k = Reference.Gram(Reference.Slice(s_x, 0, 6)), l = Reference.Gram(Reference.Slice(s_y, 0, 6));
            double[,] Less(double[,] gram, int without)
                => Reference.Make(5, 5, (i, j) => gram[i < without ? i : i + 1, j < without ? j : j + 1]);
            Assert.True(measure.Traits.IsUnbiasedInBatches);
            Assert.Equal(Hsic.Unbiased(k, l), Enumerable.Range(0, 6).Average(i => Hsic.Unbiased(Less(k, i), Less(l, i))), Close);
            return;
        }
        double mean = new[] { 0, 20 }.Average(from => Value(measure, Reference.Slice(s_x, from, 20), Reference.Slice(s_y, from, 20)));
        double apart = Math.Abs(mean - Value(measure, s_x, s_y));
        Assert.True(measure.Traits.IsUnbiasedInBatches ? apart < Close : apart > 1e-4, $"{apart}");
    }

    private static Measure Parse(string name) => name == SimilarityMatrix.Cka ? new LinearCka() : KnownMeasures.Parse(name);

    private static double Value(Measure measure, double[,] x, double[,] y)
    {
        MeasureValue value = measure.Compute(x, y);
        Assert.True(value.Value is not null, value.Reason);
        return value.Value.Value;
    }

    private static IEnumerable<(Invariances Change, double[,] Changed)> Changes()
    {
        yield return (Invariances.Permutation, Reference.Make(Examples, Features, (i, j) => s_x[i, Features - 1 - j]));
        yield return (Invariances.Scaling, Reference.Make(Examples, Features, (i, j) => 3 * s_x[i, j]));
        yield return (Invariances.Translation, Reference.Make(Examples, Features, (i, j) => s_x[i, j] + (j % 2 == 0 ? 2.5 : -1.5)));
        yield return (Invariances.Orthogonal, Rotated());
        yield return (Invariances.Linear, Reference.Make(Examples, Features,
            (i, j) => (j + 1) * s_x[i, j] + (j > 0 ? 2 * s_x[i, j - 1] : 0)));
    }

    /// <summary>Neighbouring features turned by 0.8 radians, one pair after the other.</summary>
    private static double[,] Rotated()
    {
        double[,] rotated = (double[,])s_x.Clone();
        (double sine, double cosine) = Math.SinCos(0.8);
        for (int j = 0; j + 1 < Features; j++)
            for (int i = 0; i < Examples; i++)
                (rotated[i, j], rotated[i, j + 1]) = (cosine * rotated[i, j] - sine * rotated[i, j + 1],
                    sine * rotated[i, j] + cosine * rotated[i, j + 1]);
        return rotated;
    }

    /// <summary>Half of X, half of its own.</summary>
    private static double[,] Related(long seed)
    {
        double[,] own = Reference.Normal(Examples, Features, seed);
        return Reference.Make(Examples, Features, (i, j) => s_x[i, (j + 2) % Features] + own[i, j]);
    }

    /// <summary>Features with means and lengths of their own, so that shifts and turns matter.</summary>
    private static double[,] Shifted(double[,] rows)
        => Reference.Make(rows.GetLength(0), rows.GetLength(1), (i, j) => (1 + 0.4 * j) * rows[i, j] + 0.3 * j);
}
