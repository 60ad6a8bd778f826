using Strata.Models;
using Strata.Models.Families;
using Strata.Runtime;
using Strata.Similarity;

namespace Strata.Tests.Similarity;

public sealed class LayerSelectionTests
{
    private static readonly IReadOnlyList<LayerInfo> s_layers = ResNetCifar.Create(14, 1, 10, 3, 32).Layers;

    [Theory]
    [InlineData("all", 51)]
    [InlineData("auto", 51)]
    [InlineData("conv", 13)]
    [InlineData("relu", 14)]
    [InlineData("add", 6)]
    [InlineData("stages.1.*", 15)]
    [InlineData("stages.?.0.conv1", 3)]
    [InlineData("logits", 1)]
    public void Sets_and_globs_choose_layers(string selection, int layers)
        => Assert.Equal(layers, LayerSelection.Select(s_layers, selection).Length);

    [Fact]
    public void Details_are_chosen_only_where_they_are_asked_for()
    {
        LayerInfo[] layers = [.. s_layers.Take(3), new(3, "turned", "transpose", null, null, [4]) { IsDetail = true }];
        Assert.Equal([0, 1, 2], LayerSelection.Select(layers, "auto"));
        Assert.Equal([0, 1, 2, 3], LayerSelection.Select(layers, "all"));
        Assert.Equal([3], LayerSelection.Select(layers, "transpose"));
        Assert.Contains("of the kinds input, conv, bn, transpose",
            Assert.Throws<InvalidOptionsException>(() => LayerSelection.Select(layers, "gelu")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_logits_alone_are_no_choice_of_ReLUs()
    {
        LayerInfo[] layers = [.. s_layers.Where(layer => layer.Kind != "relu")];
        Assert.Contains("'relu' matches none", Assert.Throws<InvalidOptionsException>(() => LayerSelection.Select(layers, "relu")).Message,
            StringComparison.Ordinal);
    }

    /// <summary>However long, a glob is matched or refused in a moment.</summary>
    [Fact]
    public void A_glob_without_end_matches_nothing()
    {
        string endless = string.Concat(Enumerable.Repeat("*a?", 5_000));
        Assert.Contains("matches none", Assert.Throws<InvalidOptionsException>(() => LayerSelection.Select(s_layers, endless)).Message,
            StringComparison.Ordinal);
    }
}
