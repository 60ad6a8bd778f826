using Strata.Analysis.Populations;

namespace Strata.Tests.Analysis.Populations;

public sealed class AgreementTests
{
    private const double Digits = 1e-6;

    /// <summary>Two raters of 50 proposals, both yes 20, both no 15, 5 and 10 apart: Cohen's κ is .4 (a textbook example).</summary>
    [Fact]
    public void Kappa_of_the_textbook()
    {
        int[] x = [.. Enumerable.Repeat(1, 25), .. Enumerable.Repeat(0, 25)],
            y = [.. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(0, 5), .. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(0, 15)];
        int[,] both = new int[2, 50];
        for (int e = 0; e < 50; e++) (both[0, e], both[1, e]) = (x[e], y[e]);
        var population = new Population("raters", both);
        PairAgreement found = PairAgreement.Of(population, population, x, 0);
        Assert.Equal(1, found.Pairs);
        Assert.Equal(70, found.Agreement, Digits);
        Assert.Equal(.4, found.Kappa!.Value, Digits);
        // The first is always right, so exactly one is where they disagree.
        Assert.Equal(30, found.ErrorInconsistency, Digits);
        Assert.Null(found.JensenShannon);
    }

    [Fact]
    public void Divergence_is_in_bits()
    {
        var population = new Population("p", new[,] { { 0, 0 }, { 1, 0 } },
            new float[,,] { { { 1, 0 }, { .5f, .5f } }, { { 0, 1 }, { 1, 0 } } });
        // One bit for (1, 0) against (0, 1); H(.75, .25) − ½ for (.5, .5) against (1, 0).
        Assert.Equal((1 + .8112781244591328 - .5) / 2, PairAgreement.Of(population, population, [0, 0], 0).JensenShannon!.Value, Digits);
    }

    /// <summary>½ KL(p‖m) + ½ KL(q‖m) with m = (p + q)/2, class by class, some of them without probability.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void Divergence_is_that_of_its_definition(int classes)
    {
        const int Models = 3, Examples = 5;
        var random = new Random(classes);
        var p = new float[Models, Examples, classes];
        for (int m = 0; m < Models; m++)
        {
            for (int e = 0; e < Examples; e++)
            {
                double[] shares = [.. Enumerable.Range(0, classes).Select(_ => random.Next(4) == 0 ? 0 : random.NextDouble())];
                shares[0] += 1e-3;
                for (int c = 0; c < classes; c++) p[m, e, c] = (float)(shares[c] / shares.Sum());
            }
        }
        double Divergence(int a, int b) => Enumerable.Range(0, Examples).Average(e => Enumerable.Range(0, classes).Sum(c =>
        {
            double x = p[a, e, c], y = p[b, e, c], middle = (x + y) / 2;
            return (x > 0 ? x / 2 * Math.Log2(x / middle) : 0) + (y > 0 ? y / 2 * Math.Log2(y / middle) : 0);
        }));
        var population = new Population("p", new int[Models, Examples], p);
        double found = PairAgreement.Of(population, population, new int[Examples], 0).JensenShannon!.Value;
        Assert.Equal(new[] { Divergence(0, 1), Divergence(0, 2), Divergence(1, 2) }.Average(), found, 1e-12);
    }

    [Fact]
    public void Models_of_the_same_probabilities_diverge_by_nothing()
    {
        float[] one = [.. Enumerable.Range(1, 12).Select(c => c / 78f)];
        var p = new float[2, 4, 12];
        for (int m = 0; m < 2; m++)
            for (int e = 0; e < 4; e++)
                for (int c = 0; c < 12; c++) p[m, e, c] = one[(c + e) % 12];
        var population = new Population("p", new int[2, 4], p);
        Assert.Equal(0, PairAgreement.Of(population, population, new int[4], 0).JensenShannon);
    }

    [Fact]
    public void Pairs_are_counted_within_and_across_and_constant_models_have_no_kappa()
    {
        Population a = new("a", new[,] { { 0, 0 }, { 0, 0 }, { 0, 0 } }), b = new("b", new[,] { { 0, 0 }, { 0, 0 } });
        var found = Agreement.Of(a, b, [0, 1], 0);
        Assert.Equal((3, 1, 6), (found.WithinA.Pairs, found.WithinB.Pairs, found.Across.Pairs));
        Assert.Null(found.Across.Kappa);
        Assert.Equal(100, found.Across.Agreement);
    }

    [Fact]
    public void Confusion_counts_every_group_a_class_is_in()
    {
        var groups = new ClassGroups([new("low", [0, 1]), new("even", [0, 2]), new("none", [7])]);
        Population a = new("a", new[,] { { 0, 0, 3, 2 }, { 1, 1, 3, 2 } });
        var confusion = Confusion.Of(a, a, [0, 1, 1, 2], groups);
        // Rows: low has three examples (two predicted 0 or 1, one 3); even has the first and the last.
        Assert.Equal([200 / 3.0, 100 / 3.0, 0, 100 / 3.0], confusion.A[0]);
        Assert.Equal([50, 75, 0, 0], confusion.A[1]);
        Assert.Equal([null, null, null, null], confusion.A[2]);
    }
}
