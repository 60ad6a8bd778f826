using Strata.Runtime;
using Strata.Similarity;
using Strata.Training;
using static Strata.Tests.Similarity.Reference;

namespace Strata.Tests.Similarity;

public class RoundingCheckTests
{
    private const int Examples = 320, Features = 1024;

    private static readonly ComparisonOptions s_fast = new() { Batch = 80, Passes = 2, Precision = Precision.Bf16 };

    /// <summary>Features whose largest number leaves the others few of the 8 bits: they fall back, and what is promised holds.</summary>
    [Theory]
    [InlineData("Student's t of 1.5 degrees of freedom", 1.5)]
    [InlineData("Student's t of 1.1 degrees of freedom", 1.1)]
    [InlineData("exp of normals", 0)]
    public void Heavy_tails_are_multiplied_in_single_precision(string tails, double degrees)
    {
        double[,] x = Heavy(1, degrees), other = Heavy(2, degrees);
        var source = new MemorySource("m", x, Make(Examples, Features, (i, j) => x[i, j] + other[i, j]), Normal(Examples, Features, 3));
        SimilarityMatrix exact = ModelComparison.Compare([source], [(0, 0)], s_fast with { Precision = Precision.Fp32 })[0];
        SimilarityMatrix fast = ModelComparison.Compare([source], [(0, 0)], s_fast)[0];
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                Assert.True(Math.Abs(exact.Values[i, j] - fast.Values[i, j]) <= 1e-3,
                    $"{tails}: {fast.Values[i, j]}, expected {exact.Values[i, j]}");
        Needs.Machine(GramProduct.Rounds, "this processor multiplies nothing rounded");
        string told = Assert.Single(fast.Warnings, warning => warning.Contains("fp32"));
        Assert.Contains("layer0, layer1", told);
        Assert.DoesNotContain("layer2", told);
    }

    [Fact]
    public void Ordinary_features_are_rounded_and_nothing_is_said()
    {
        Needs.Machine(GramProduct.Rounds, "this processor multiplies nothing rounded");
        double[,] waves = Make(Examples, Features, (i, j) => Math.Max(0, Math.Sin(i * j) + Math.Cos(i)));
        var source = new MemorySource("m", Normal(Examples, Features, 1), waves);
        SimilarityMatrix fast = ModelComparison.Compare([source], [(0, 0)], s_fast)[0];
        Assert.DoesNotContain(fast.Warnings, warning => warning.Contains("fp32"));
        Assert.NotEqual(ModelComparison.Compare([source], [(0, 0)], s_fast with { Precision = Precision.Fp32 })[0].Values, fast.Values);
    }

    /// <summary>
    /// A symmetric power law with the tails of Student's t, or for 0 degrees of freedom the exponential of normal numbers.
    /// </summary>
    private static double[,] Heavy(long seed, double degrees)
    {
        var random = new RandomSequence(seed, "heavy");
        return Make(Examples, Features, (_, _) => degrees == 0 ? Math.Exp(2 * random.NextNormal())
            : Math.Pow(1 - random.NextDouble(), -1 / degrees) * (random.NextDouble() < .5 ? -1 : 1));
    }
}
