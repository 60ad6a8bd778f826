using Strata.Activations;
using Strata.Data;
using Strata.Models;
using Strata.Runtime;
using Strata.Tests.Models.Families;

namespace Strata.Tests.Activations;

public sealed class TokenSourceTests
{
    [Theory]
    [InlineData(TokenChoice.Class)]
    [InlineData(TokenChoice.Mean)]
    public void Layers_of_tokens_are_seen_by_one_vector_and_others_as_they_are(TokenChoice choice)
    {
        Threads.Set(1);
        ImageSet set = Sets.Stripes(size: 16);
        using TrainedModel model = TrainedModel.Initial(SmallNetworks.Of("vit", set.Classes.Count), set, seed: 1);
        using var source = new TokenSource(model, choice);
        LayerInfo attention = model.Layers.First(layer => layer.Name == "blocks.0.attention"), patches = model.Layers[1];
        Assert.Equal([17, 32], attention.Shape);
        Assert.Equal([32], source.Layers[attention.Index].Shape);
        Assert.Equal(patches, source.Layers[1]);

        float[] tokens = [], seen = [];
        model.Visit([2], [attention.Index], (_, output) => tokens = output.Singles.ToArray());
        source.Visit([2], [attention.Index], (_, output) =>
        {
            Assert.Equal([1, 32], output.Shape.ToArray());
            seen = output.Singles.ToArray();
        });
        for (int feature = 0; feature < 32; feature++)
        {
            float[] all = [.. Enumerable.Range(0, 17).Select(token => tokens[token * 32 + feature])];
            Assert.Equal(choice == TokenChoice.Class ? all[0] : all.Average(), seen[feature], 1e-5f);
        }
    }
}
