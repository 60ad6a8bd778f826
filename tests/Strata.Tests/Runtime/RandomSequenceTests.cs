using Strata.Runtime;

namespace Strata.Tests.Runtime;

public class RandomSequenceTests
{
    [Fact]
    public void The_same_name_gives_the_same_numbers_and_another_does_not()
    {
        Assert.Equal(new RandomSequence(7, "order", 3).Permutation(100), new RandomSequence(7, "order", 3).Permutation(100));
        Assert.NotEqual(new RandomSequence(7, "order", 3).Permutation(100), new RandomSequence(7, "order", 4).Permutation(100));
        Assert.NotEqual(new RandomSequence(7, "order", 3).Permutation(100), new RandomSequence(7, "augmentation", 3).Permutation(100));
    }

    [Fact]
    public void A_permutation_holds_every_index_once()
        => Assert.Equal(Enumerable.Range(0, 1000), new RandomSequence(1, "order").Permutation(1000).Order());

    [Fact]
    public void Integers_and_normals_have_their_moments()
    {
        var random = new RandomSequence(1, "moments");
        double[] uniform = [.. Enumerable.Range(0, 100_000).Select(_ => (double)random.Next(10))];
        double[] normal = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextNormal())];
        // Five standard errors of a mean over 100,000 draws.
        Assert.Equal(4.5, uniform.Average(), 5 * 2.8723 / Math.Sqrt(100_000));
        Assert.Equal(0, normal.Average(), 5 / Math.Sqrt(100_000));
        Assert.Equal(1, normal.Select(x => x * x).Average(), 5 * Math.Sqrt(2) / Math.Sqrt(100_000));
    }
}
