using Strata.Activations;
using Strata.Analysis;
using Strata.Runtime;
using Strata.Tests;
using TorchSharp;

namespace Strata.Onnx.Tests.Layers;

/// <summary>Probes are put where a graph adds its branches.</summary>
public sealed class ProbePlacesTests
{
    [Theory]
    [InlineData("resnet-cifar")]
    [InlineData("padding")]
    [InlineData("normalized")]
    [InlineData("vit")]
    [InlineData("efficientnet")]
    public void They_are_those_of_the_network_that_it_was(string network)
    {
        using var folder = new TemporaryFolder();
        (_, string onnx) = Specs.Write(folder, network);
        Assert.Equal(LinearProbes.Places(Specs.Of(network)).Select(place => (place.Layer.Name, place.Place)),
            OnnxNetwork.Read(onnx).Places.Select(place => (place.Layer.Name, place.Place)));
    }

    [Fact]
    public void Probes_of_a_graph_learn_what_those_of_the_network_learn()
    {
        Threads.Set(1);
        using var folder = new TemporaryFolder();
        (string own, string onnx) = Specs.Write(folder, "resnet-cifar");
        long before = LiveTensors.Settled();
        using (var model = TrainedModel.Open(own, Sets.Stripes(16)))
        using (var graph = OnnxModel.Open(onnx, Sets.Stripes(16)))
        {
            var options = new ProbeOptions { Epochs = 2, Batch = 8 };
            ProbeResults expected = LinearProbes.Train(model, options),
                found = LinearProbes.Train(graph, graph.Network.Places, options, null, null, TestContext.Current.CancellationToken);
            Assert.Equal(expected.ExamplesHash, found.ExamplesHash);
            Assert.Equal(expected.ModelAccuracy, found.ModelAccuracy, 1.0 / 40);
            Assert.All(expected.Probes.Zip(found.Probes), pair => Assert.Equal(pair.First.Loss!.Value, pair.Second.Loss!.Value,
                1e-3 * Math.Max(1, pair.First.Loss.Value)));
        }
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public void A_graph_without_branches_has_none()
    {
        using var folder = new TemporaryFolder();
        (_, string onnx) = Specs.Write(folder, "no-residual");
        Assert.Empty(OnnxNetwork.Read(onnx).Places);
    }
}
