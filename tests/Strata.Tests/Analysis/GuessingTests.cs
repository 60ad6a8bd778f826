using Strata.Analysis;

namespace Strata.Tests.Analysis;

public sealed class GuessingTests
{
    [Theory]
    [InlineData(.1, 500)]
    [InlineData(.104, 500)]
    [InlineData(.5, 40)]
    [InlineData(.25, 12)]
    [InlineData(.01, 300)]
    public void The_threshold_is_the_first_count_that_guessing_hardly_reaches_and_half_as_much_again_in_odds(double share, int examples)
    {
        // The same from the definition: P(X ≥ k) as a sum of binomial probabilities.
        double[] tail = new double[examples + 2];
        for (int k = examples; k >= 0; k--)
        {
            double log = k * Math.Log(share) + (examples - k) * Math.Log(1 - share);
            for (int i = 1; i <= k; i++) log += Math.Log(examples - k + i) - Math.Log(i);
            tail[k] = tail[k + 1] + Math.Exp(log);
        }
        int expected = Enumerable.Range(1, examples).First(k => tail[k] < .01 && k * (1 - share) >= 1.5 * share * (examples - k));
        Assert.Equal(expected / (double)examples, Guessing.Of(share, examples).Threshold!.Value, 1e-12);
    }

    [Fact]
    public void A_network_at_chance_did_not_learn_on_any_number_of_examples()
    {
        foreach (int examples in (int[])[100, 500, 2_000, 10_000, 1_000_000])
        {
            var guessing = Guessing.Of(.1, examples);
            Assert.False(guessing.IsPassedBy(.1));
            // Many examples make a trace significant, but it is one all the same.
            Assert.False(guessing.IsPassedBy(.114));
            Assert.True(guessing.IsPassedBy(.25));
        }
        string problem = Guessing.Of(.1, 2000).Problem(.114)!;
        Assert.Equal("did not learn: test accuracy 11.4 %, where guessing gives 10.0 % and learning shows from 14.3 % "
            + "(1.5 times the odds of guessing, p < 0.01)", problem);
        Assert.Null(Guessing.Of(.1, 2000).Problem(.389));
    }

    [Fact]
    public void Guessing_is_the_most_frequent_class_or_any_of_them()
    {
        int[] labels = [.. Enumerable.Range(0, 1000).Select(i => i < 700 ? 0 : 1 + i % 3)];
        Assert.Equal(.7, Guessing.Of(labels).Share, 1e-12);
        Assert.False(Guessing.Of(labels).IsPassedBy(.72));
        Assert.True(Guessing.Of(labels).IsPassedBy(.8));
        int[] even = [.. Enumerable.Range(0, 100).Select(i => i % 4)];
        Assert.Equal(.25, Guessing.Of(even).Share, 1e-12);
        Assert.Equal(.5, Guessing.Of(even, 2).Share, 1e-12);
    }

    [Fact]
    public void Where_no_accuracy_could_show_it_none_is_blamed()
    {
        foreach (Guessing mute in new[] { Guessing.Of([0, 0, 1]), Guessing.Of([.. new int[50]]) })
        {
            Assert.Null(mute.Threshold);
            Assert.True(mute.IsPassedBy(0));
        }
        Assert.Throws<ArgumentException>(() => Guessing.Of([]));
    }
}
