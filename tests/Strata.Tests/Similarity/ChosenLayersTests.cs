using Strata.Activations;
using Strata.Analysis;
using Strata.Similarity;

namespace Strata.Tests.Similarity;

public sealed class ChosenLayersTests
{
    [Fact]
    public void What_is_left_is_as_in_the_source()
    {
        using var trained = new Trained(depth: 8);
        using TrainedModel whole = trained.Open();
        using var some = new ChosenLayers(whole, "stages.1.*");
        Assert.Equal(whole.Layers.Where(layer => layer.Stage == 1).Select(layer => layer.Name), some.Layers.Select(layer => layer.Name));
        Assert.Equal(Enumerable.Range(0, some.Layers.Count), some.Layers.Select(layer => layer.Index));
        ComparisonOptions options = new() { Batch = 20, Passes = 1 };
        Assert.Equal(ModelComparison.Compare([whole], [(0, 0)], options with { Layers = "stages.1.*" })[0].Values,
            ModelComparison.Compare([some], [(0, 0)], options)[0].Values);
        double[] all = [.. PrincipalComponents.Of(whole, new()).Shares];
        Assert.All(PrincipalComponents.Of(some, new()).Shares.Index(),
            share => Assert.Equal(all[whole.Layers.Single(layer => layer.Name == some.Layers[share.Index].Name).Index], share.Item, 1e-6));
        using var norms = new ChosenLayers(whole, "bn");
        Assert.All(norms.Layers, layer => Assert.Null(norms.ScalingOf(layer.Index)));
        Assert.NotNull(some.ScalingOf(1));
        Assert.Equal(0, some.ScalingOf(1)!.Layer);
    }
}
