using global::Onnx;
using Strata.Activations;
using Strata.Models;
using Strata.Onnx.Export;
using Strata.Runtime;
using Strata.Tests;
using TorchSharp;

namespace Strata.Onnx.Tests.Export;

/// <summary>Networks of every family go out and answer in OnnxRuntime as they do here, layer by layer.</summary>
public sealed class OnnxExportTests
{
    /// <summary>Of the largest number of a layer.</summary>
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Networks => Specs.All;

    [Theory]
    [MemberData(nameof(Networks))]
    public void Every_layer_is_the_same_in_OnnxRuntime(string network)
    {
        Threads.Set(2);
        using var folder = new TemporaryFolder();
        (string own, string onnx) = Specs.Write(folder, network);
        long before = LiveTensors.Settled();
        using (var model = TrainedModel.Open(own, Sets.Stripes(16)))
        using (var graph = OnnxModel.Open(onnx, Sets.Stripes(16)))
        {
            int[] examples = [3, 0, 17, 5, 39];
            Dictionary<string, float[]> expected = Activations(model, examples), found = Activations(graph, examples);
            foreach (LayerInfo layer in model.Layers)
            {
                Assert.True(found.TryGetValue(layer.Name, out float[]? values), layer.Name);
                LayerInfo other = graph.Layers.Single(l => l.Name == layer.Name);
                Assert.Equal(layer.Shape, other.Shape);
                // Pools and what only gives another shape are none of those that a graph is compared by.
                Assert.Equal(layer.Kind is "maxpool" or "pool" or "flatten" or "scale" or "token", other.IsDetail);
                float allowed = (float)Tolerance * Math.Max(1e-3f, expected[layer.Name].Max(Math.Abs));
                Assert.All(values.Zip(expected[layer.Name]), pair
                    => Assert.InRange(pair.First, pair.Second - allowed, pair.Second + allowed));
            }
            Assert.Equal("logits", graph.Layers[graph.Network.Logits!.Value].Kind);
            Assert.Equal(model.Normalization, graph.Normalization);
            Assert.Equal(model.Accuracy(), TrainedModel.AccuracyOf(graph.Logits(), Sets.Stripes(16)), 1.0 / 40);
        }
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_check_sees_what_OnnxRuntime_gives(string network)
    {
        using NetworkWeights weights = Specs.Weights(Specs.Of(network)), others = Specs.Weights(Specs.Of(network));
        float[] head = others.Read(others.Spec.Parameters[^1].Name);
        head[1] += 1;
        others.Write(others.Spec.Parameters[^1].Name, head);
        var random = new RandomSequence(3, "seen");
        float[] images = [.. Enumerable.Range(0, 3 * 3 * 16 * 16).Select(_ => random.Next(256) / 255f)];
        using var exported = new ExportedNetwork(network, OnnxExport.Of(weights));
        (double difference, double range) = exported.Check(weights, images, 3);
        Assert.InRange(difference, 0, Tolerance * range);
        Assert.Equal(1, exported.Check(others, images, 3).Difference, 1e-3);
        double[][] times = ExportedNetwork.Time([(exported, weights.Spec)], images, 3, rounds: 1);
        Assert.True(times[0][0] > 0);
    }

    [Fact]
    public void A_file_says_what_it_is_and_is_the_same_twice()
    {
        using NetworkWeights weights = Specs.Weights(Specs.Of("pruned"));
        byte[] bytes = OnnxExport.Of(weights);
        Assert.Equal(bytes, OnnxExport.Of(weights));
        var model = ModelProto.Parser.ParseFrom(bytes);
        Assert.Equal("strata", model.ProducerName);
        Assert.Equal(OnnxExport.Opset, model.OpsetImport.Single().Version);
        var said = model.MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);
        Assert.Equal("[2,1,3]", said["blocks"]);
        Assert.Equal($"{weights.Normalization}", said["normalize"]);
        Assert.Equal("batch", model.Graph.Input.Single().Type.TensorType.Shape.Dim[0].DimParam);
        Assert.Equal(OnnxExport.Output, model.Graph.Output.Single().Name);
        // Weights have the names and the shapes of the weights file.
        Assert.All(weights.Spec.Parameters, parameter => Assert.Equal(parameter.Shape.Select(size => (long)size),
            model.Graph.Initializer.Single(tensor => tensor.Name == parameter.Name).Dims));
    }

    private static Dictionary<string, float[]> Activations(IActivationSource source, int[] examples)
    {
        var found = new Dictionary<string, float[]>();
        source.Visit(examples, [.. Enumerable.Range(0, source.Layers.Count)], (layer, output) =>
        {
            Assert.Equal([examples.Length, .. source.Layers[layer].Shape], output.Shape.ToArray());
            float[] values = new float[output.Examples * output.Features];
            output.CopyTo(values);
            found.Add(source.Layers[layer].Name, values);
        });
        return found;
    }
}
