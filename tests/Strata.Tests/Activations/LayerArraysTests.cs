using Strata.Activations;
using Strata.Analysis;
using Strata.Similarity;

namespace Strata.Tests.Activations;

public class LayerArraysTests
{
    private static readonly float[,] s_early = { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 9 }, { 10, 11, 12 } };

    [Fact]
    public void Every_way_to_give_an_array_gives_the_same_rows()
    {
        using var arrays = new LayerArrays("mine", [0, 1, 0, 1])
        {
            { "matrix", s_early },
            { "jagged", [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]] },
            { "flat", new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, 4, 3, 1 },
        };
        Assert.Equal((4, "mine"), (arrays.ExampleCount, arrays.Name));
        Assert.Equal([0, 1, 0, 1], arrays.Labels!);
        var seen = new List<string>();
        arrays.Visit([3, 0], [0, 1, 2], (layer, rows) =>
        {
            seen.Add(arrays.Layers[layer].Name);
            Assert.Equal(layer == 2 ? [2, 3, 1] : [2, 3], rows.Shape.ToArray());
            Assert.Equal([10f, 11, 12, 1, 2, 3], rows.Singles.ToArray());
        });
        Assert.Equal(["matrix", "jagged", "flat"], seen);
    }

    [Fact]
    public void What_is_no_layer_is_refused_by_its_name()
    {
        using var arrays = new LayerArrays { { "early", s_early } };
        void Refused(string expected, Action add)
            => Assert.Contains(expected, Assert.Throws<ArgumentException>(add).Message, StringComparison.Ordinal);
        Refused("late has 2 examples and early has 4", () => arrays.Add("late", new float[2, 3]));
        Refused("early is there already", () => arrays.Add("early", s_early));
        Refused("example 1 has 1 features and example 0 has 2", () => arrays.Add("late", [[1, 2], [3]]));
        Refused("[4, 2] is no shape [examples, ...] of 7 numbers", () => arrays.Add("late", new float[7], 4, 2));
        Refused("example 2 holds NaN", () => arrays.Add("late", new float[,] { { 1 }, { 2 }, { float.NaN }, { 3 } }));
        Refused("4 examples, and there are 3 labels", () => new LayerArrays("mine", [1, 2, 3]).Add("early", s_early));
        Assert.Single(arrays.Layers);
    }

    /// <summary>One call for a model is what the call for many gives, and the verdict is that of the parts.</summary>
    [Fact]
    public void One_model_is_compared_and_judged_in_two_calls()
    {
        using var arrays = new LayerArrays();
        for (int i = 0; i < 4; i++) arrays.Add($"layer {i}", Floats(Similarity.Reference.Normal(40, 6, seed: i / 2)));
        SimilarityMatrix map = ModelComparison.Compare(arrays);
        Assert.Equal(ModelComparison.Compare([arrays], [(0, 0)], new ComparisonOptions())[0].Values, map.Values);
        Assert.Equal(1, map.Values[0, 1], 1e-6);
        Assert.InRange(map.Values[0, 2], -0.3, 0.3);
        LayerComponents components = PrincipalComponents.Of(arrays);
        BlockStructure blocks = BlockStructure.Of(map, components);
        // None of the layers is an input: the first may be part of a window.
        Assert.Equal((false, 0, 1), (blocks.Thresholds.HasInput, blocks.First, blocks.Last));
        Assert.Throws<ArgumentException>(() => BlockStructure.Of(ModelComparison.Compare(arrays, arrays)));
        using var others = new LayerArrays { { "other", s_early } };
        Assert.Throws<ArgumentException>(() => BlockStructure.Of(map, PrincipalComponents.Of(others)));
        Assert.Throws<ArgumentException>(() => BlockStructure.Of(map with { Measure = "svcca" }));
    }

    private static float[,] Floats(double[,] values)
    {
        float[,] floats = new float[values.GetLength(0), values.GetLength(1)];
        for (int i = 0; i < floats.GetLength(0); i++)
            for (int j = 0; j < floats.GetLength(1); j++) floats[i, j] = (float)values[i, j];
        return floats;
    }
}
