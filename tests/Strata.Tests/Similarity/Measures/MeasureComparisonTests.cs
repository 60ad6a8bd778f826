using Strata.Runtime;
using Strata.Similarity;
using Strata.Similarity.Measures;

namespace Strata.Tests.Similarity.Measures;

public class MeasureComparisonTests
{
    private static readonly double[][,] s_layers =
        [Reference.Normal(60, 5, 1), Reference.Normal(60, 8, 2), Reference.Make(60, 3, (_, j) => j)];

    [Theory]
    [InlineData("procrustes")]
    [InlineData("pwcca")]
    public void A_matrix_holds_the_value_of_every_two_layers(string name)
    {
        Measure measure = KnownMeasures.Parse(name);
        using var source = new MemorySource("m", s_layers);
        SimilarityMatrix matrix = MeasureComparison.Compare(source, null, measure, new());
        Assert.Equal(name, matrix.Measure);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
            {
                double expected = i == 2 || j == 2 ? double.NaN : i == j ? measure.Traits.OfEqual
                    : measure.Compute(s_layers[i], s_layers[j]).Value!.Value;
                // The source holds single precision.
                Assert.Equal(expected, matrix.Values[i, j], 1e-5);
            }
        UndefinedLayer undefined = Assert.Single(matrix.Undefined);
        Assert.StartsWith("constant", undefined.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fewer_examples_are_the_chosen_ones_and_a_measure_of_outputs_is_refused()
    {
        using var source = new MemorySource("m", s_layers);
        SimilarityMatrix matrix = MeasureComparison.Compare(source, null, KnownMeasures.Parse("rsa"),
            new() { MaxExamples = 20, Seed = 3 });
        Assert.Equal(20, matrix.Examples.GetLength(1));
        Assert.Equal(20, matrix.Examples.Cast<int>().Distinct().Count());
        Assert.Contains("compares outputs", Assert.Throws<InvalidOptionsException>(() => MeasureComparison.Compare(source, null,
            KnownMeasures.Parse("kappa"), new())).Message, StringComparison.Ordinal);
    }
}
