using Strata.Analysis;
using Strata.Models;
using Strata.Similarity;

namespace Strata.Tests.Analysis;

public class SameLayersTests
{
    private static readonly LayerInfo[] s_layers =
    [
        Layer(0, "input", "input"), Layer(1, "a", "conv"), Layer(2, "b", "conv"), Layer(3, "pool", "pool"), Layer(4, "logits", "logits"),
    ];

    /// <summary>Only the convolutions have others of their kind; a row and a column for each.</summary>
    [Fact]
    public void A_layer_is_held_against_those_of_its_kind_both_ways()
    {
        double[,] values = Values(0.1);
        (values[1, 1], values[1, 2], values[2, 1], values[2, 2]) = (0.9, 0.2, 0.8, 0.7);
        // What is not of its kind does not matter.
        values[1, 3] = 1;
        // Rows: a is right, b goes to a. Columns: a is right (.9 against .8), b is right (.7 against .2).
        Assert.Equal(new(4, 3), SameLayers.Of(Map(values)));
        Assert.Equal(0.75, SameLayers.Of(Map(values))!.Share);
    }

    [Fact]
    public void A_distance_is_best_where_it_is_least()
    {
        double[,] values = Values(0.5);
        (values[1, 1], values[1, 2], values[2, 1], values[2, 2]) = (0.1, 0.3, 0.4, 0.2);
        Assert.Equal(new(4, 4), SameLayers.Of(Map(values) with { Measure = "procrustes" }));
        Assert.Equal(new(4, 0), SameLayers.Of(Map(values)));
    }

    [Fact]
    public void Ties_and_undefined_layers_are_not_found()
    {
        Assert.Equal(new(4, 0), SameLayers.Of(Map(Values(0.5))));
        double[,] values = Values(double.NaN);
        values[1, 1] = 0.2;
        Assert.Equal(new(4, 2), SameLayers.Of(Map(values)));
    }

    /// <summary>As of linear regression where all layers have more features than there are examples.</summary>
    [Fact]
    public void A_measure_without_any_value_has_looked_for_nothing()
        => Assert.Null(SameLayers.Of(Map(Values(double.NaN)) with { Measure = "linear-regression" }));

    [Fact]
    public void Other_architectures_and_one_model_have_none()
    {
        Assert.Null(SameLayers.Of(Map(Values(0.5)) with { Within = true }));
        LayerInfo[] others = [.. s_layers.Select(layer => layer with { Name = $"{layer.Name}2" })];
        Assert.Null(SameLayers.Of(Map(Values(0.5)) with { LayersB = others }));
        Assert.Null(SameLayers.Of(Map(Values(0.5)) with
        {
            LayersA = [.. s_layers.Select(layer => layer with { Kind = layer.Name })],
            LayersB = [.. s_layers.Select(layer => layer with { Kind = layer.Name })],
        }));
    }

    private static LayerInfo Layer(int index, string name, string kind) => new(index, name, kind, null, null, [4]);

    private static double[,] Values(double value)
    {
        double[,] values = new double[5, 5];
        for (int i = 0; i < 25; i++) values[i / 5, i % 5] = value;
        return values;
    }

    private static SimilarityMatrix Map(double[,] values) => new()
    {
        Values = values,
        StandardErrors = values,
        LayersA = s_layers,
        LayersB = s_layers,
        Examples = new int[1, 4],
        Undefined = [],
        Warnings = [],
        Within = false,
    };
}
