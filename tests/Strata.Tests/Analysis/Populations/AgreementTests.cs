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
