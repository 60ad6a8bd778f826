using Strata.Runtime;
using Strata.Similarity.Measures;

namespace Strata.Tests.Similarity.Measures;

/// <summary>Values that numpy and scipy compute from the definitions (tests/oracle/measures.py), and what has none.</summary>
public class MeasureValuesTests
{
    [Theory]
    [InlineData("angular-cka", 0.9792885578150536)]
    [InlineData("cosine-cka", 0.49453857563054776)]
    [InlineData("rbf-cka", 0.3497610964654606)]
    [InlineData("rbf-cka:0.8", 0.48947097670927364)]
    [InlineData("mean-cca", 0.7310139587836586)]
    [InlineData("svcca", 0.7310139587836586)]
    [InlineData("svcca:0.8", 0.6607794932292121)]
    [InlineData("pwcca", 0.7346677196174034)]
    [InlineData("procrustes", 0.7432764761208092)]
    [InlineData("linear-regression", 0.5634752416529545)]
    [InlineData("rsa", 0.4724396737630472)]
    [InlineData("rsa:correlation-pearson", 0.4851461427711322)]
    [InlineData("rsa:euclidean-spearman", 0.4929646966980301)]
    [InlineData("rsa:euclidean-pearson", 0.506585597750713)]
    [InlineData("knn-jaccard", 0.17012477460619874)]
    [InlineData("knn-mutual", 0.279)]
    [InlineData("second-order-cosine", 0.5559096791827458)]
    [InlineData("distance-correlation", 0.799246185122855)]
    [InlineData("disagreement", 0.57)]
    [InlineData("kappa", 0.3599820345834269)]
    [InlineData("jsd", 0.11322524224522462)]
    public void A_published_pair_of_arrays_has_the_value_of_the_definition(string measure, double expected)
    {
        (double[,] x, double[,] y) = Reference.Fixture();
        Assert.Equal(expected, KnownMeasures.Parse(measure).Compute(x, y).Value!.Value, Reference.Tight);
    }

    /// <summary>More features than examples: by the Gram's eigenvectors instead of a QR of the features.</summary>
    [Theory]
    [InlineData("procrustes")]
    [InlineData("svcca:0.5")]
    [InlineData("linear-regression")]
    public void Features_that_are_there_twice_change_nothing(string measure)
    {
        (double[,] x, double[,] y) = Reference.Fixture();
        Measure parsed = KnownMeasures.Parse(measure);
        double[,] wide = Reference.Make(100, 200, (i, j) => x[i, j % 10]);
        Assert.Equal(parsed.Compute(x, y).Value!.Value, parsed.Compute(wide, y).Value!.Value, 1e-7);
    }

    /// <summary>Almost all examples are equal, and an RBF kernel has no width for them.</summary>
    [Fact]
    public void What_has_no_width_says_so()
    {
        double[,] equal = Reference.Make(12, 3, (i, j) => i == 0 ? j + 1 : 0.25);
        Assert.StartsWith("X is without a value: the RBF kernel has no width", KnownMeasures.Parse("rbf-cka")
            .Compute(equal, Reference.Normal(12, 3, 2)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rbf-cka", 3, 5, "X is of 3 examples, expected 4 or more")]
    [InlineData("mean-cca", 12, 12, "X has 11 independent features for 12 examples")]
    [InlineData("pwcca", 12, 30, "X has 11 independent features for 12 examples")]
    [InlineData("knn-jaccard", 10, 3, "X is of 10 examples, which have no 10 neighbours each")]
    [InlineData("knn-jaccard:3", 20, 1, "X is one number for each example: by cosine, all examples of its sign are equally near")]
    [InlineData("knn-mutual", 20, 1, "X is one number for each example")]
    [InlineData("second-order-cosine", 20, 1, "X is one number for each example")]
    [InlineData("rsa", 10, 1, "X is without a correlation: all features of example 0 are equal")]
    [InlineData("rsa", 2, 5, "X is of 2 examples, which have too few distances")]
    [InlineData("jsd", 10, 1, "X is one number for each example")]
    public void What_has_no_value_says_why(string measure, int examples, int features, string reason)
        => Assert.StartsWith(reason, KnownMeasures.Parse(measure)
            .Compute(Reference.Normal(examples, features, 1), Reference.Normal(examples, features, 2)).Reason, StringComparison.Ordinal);

    /// <summary>
    /// Rows of zeros, as of dead ReLUs, are as near to one example as to any other: taking the same ones in both layers looked like a
    /// likeness that no permutation of examples has.
    /// </summary>
    [Theory]
    [InlineData("knn-mutual")]
    [InlineData("knn-jaccard")]
    [InlineData("second-order-cosine")]
    public void Examples_without_known_neighbours_make_no_likeness(string name)
    {
        Measure measure = KnownMeasures.Parse(name);
        var random = new RandomSequence(5, "zeros");
        int beyond = 0;
        for (int draw = 0; draw < 20; draw++)
        {
            double[,] Layer(int seed)
            {
                double[,] rows = Reference.Normal(60, 5, seed);
                foreach (int i in random.Permutation(60).Take(36)) for (int j = 0; j < 5; j++) rows[i, j] = 0;
                return rows;
            }
            MeasuredLayer a = measure.Reduce(Representation.Of(Layer(2 * draw))),
                b = measure.Reduce(Representation.Of(Layer(2 * draw + 1)));
            Assert.Equal(1, measure.Between(a, a).Value!.Value, 1e-12);
            double seen = measure.Between(a, b).Value!.Value;
            if (Enumerable.Range(0, 19).All(_ => measure.Between(a, b.Permuted(random.Permutation(60))).Value < seen)) beyond++;
        }
        // One in twenty is due.
        Assert.InRange(beyond, 0, 5);
    }

    /// <summary>Where nothing but rounding tells examples apart there is no value, by whichever measure.</summary>
    [Theory]
    [InlineData("cosine-cka")]
    [InlineData("rbf-cka")]
    [InlineData("rsa:euclidean-spearman")]
    [InlineData("rsa:euclidean-pearson")]
    [InlineData("knn-mutual")]
    public void Examples_at_right_angles_are_all_equally_far(string measure)
    {
        double[,] normal = Reference.Normal(30, 30, 3), orthonormal = new double[30, 30];
        for (int i = 0; i < 30; i++)
        {
            double[] row = [.. Enumerable.Range(0, 30).Select(j => normal[i, j])];
            for (int k = 0; k < i; k++)
            {
                double along = Enumerable.Range(0, 30).Sum(j => row[j] * orthonormal[k, j]);
                for (int j = 0; j < 30; j++) row[j] -= along * orthonormal[k, j];
            }
            double norm = Math.Sqrt(row.Sum(x => x * x));
            for (int j = 0; j < 30; j++) orthonormal[i, j] = row[j] / norm;
        }
        Assert.StartsWith("X is ", KnownMeasures.Parse(measure).Compute(orthonormal, Reference.Normal(30, 5, 4)).Reason,
            StringComparison.Ordinal);
    }

    /// <summary>scipy's spearmanr of distances rounded to nine places.</summary>
    [Theory]
    [InlineData("rsa", 0.14130006494101238)]
    [InlineData("rsa:euclidean-spearman", -0.013164665579067503)]
    public void Distances_that_are_equal_but_for_rounding_have_one_rank(string measure, double expected)
    {
        double[,] kinds = Reference.Make(30, 5, (i, j) => 2 * Math.Sin(1 + 3 * (i % 3) + j)),
            others = Reference.Make(30, 4, (i, j) => Math.Cos(.7 * i * (j + 1) + j));
        Assert.Equal(expected, KnownMeasures.Parse(measure).Compute(kinds, others).Value!.Value, 1e-9);
    }

    [Theory]
    [InlineData("nosuch", "is unknown; expected one of cka, angular-cka")]
    [InlineData("mean-cca:3", "takes no argument")]
    [InlineData("rbf-cka:0", "rbf-cka:0 has no positive factor")]
    [InlineData("rbf:0.5", "--kernel rbf:0.5, and rbf-cka is the measure")]
    [InlineData("svcca:1.5", "no share above 0 and up to 1")]
    [InlineData("knn-mutual:0", "no number of neighbours from 1 to 10000")]
    [InlineData("rsa:cosine", "is none of correlation-spearman")]
    public void A_measure_that_is_none_is_told_with_what_there_is(string text, string problem)
        => Assert.Contains(problem,
            Assert.Throws<InvalidOptionsException>(() => KnownMeasures.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_says_the_argument_again()
        => Assert.All(["svcca:0.8", "knn-mutual:5", "rsa:euclidean-pearson", "kappa"],
            text => Assert.Equal(text, KnownMeasures.Parse(text).Text));
}
