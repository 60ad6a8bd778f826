using global::Onnx;
using Strata.Activations;
using Strata.Checkpoints;
using Strata.Data;
using Strata.Models;
using Strata.Onnx.Export;
using Strata.Runtime;
using Strata.Similarity;
using Strata.Tests;
using static Strata.Onnx.Export.OperatorWriter;
using static global::Onnx.TensorProto.Types;

namespace Strata.Onnx.Tests;

/// <summary>Whatever way a graph carries its examples, a layer is [examples, ...], the same for an image alone and among others.</summary>
public sealed class OnnxModelTests
{
    private static readonly ImageSet s_set = Sets.Stripes(16);

    /// <summary>Every way gives the pixels again, so that what is expected is known.</summary>
    [Theory]
    [InlineData("examples in another place")]
    [InlineData("channels in one dimension with the examples")]
    [InlineData("one image at once")]
    [InlineData("three images at once")]
    [InlineData("any number, and one inside")]
    [InlineData("channels last")]
    [InlineData("double")]
    [InlineData("half")]
    public void A_layer_is_by_example(string way)
    {
        using var folder = new TemporaryFolder();
        using var model = OnnxModel.Open(Carrying(way).Save(folder), s_set);
        int layer = model.Layers.Single(l => l.Name == "layer").Index;
        int[] examples = [.. Enumerable.Range(0, 37)];
        float[] pixels = Values(model, examples, 0), found = Values(model, examples, layer);
        int[] expected = way == "channels last" ? [16, 16, 3] : [3, 16, 16];
        Assert.Equal(expected, model.Layers[layer].Shape);
        if (way == "channels last")
            found = [.. Enumerable.Range(0, pixels.Length).Select(i => (i / 768, i / 256 % 3, i % 256))
                .Select(at => found[at.Item1 * 768 + at.Item3 * 3 + at.Item2])];
        Assert.All(pixels.Zip(found), pair => Assert.InRange(pair.Second, pair.First - 1e-3, pair.First + 1e-3));
        Assert.Equal(37 * 768, found.Length);
        Assert.Equal(way switch { "one image at once" or "any number, and one inside" => 1, "three images at once" => 3, _ => (int?)null },
            model.Network.Batch);
        Assert.Equal(way switch { "double" => UnitRoundoff.OfDouble, "half" => UnitRoundoff.OfHalf, _ => UnitRoundoff.OfSingle },
            model.Roundoff(layer));
        model.Visit([0], [layer], (_, output)
            => Assert.Equal(way == "double", output.IsDouble));
    }

    [Fact]
    public void What_mixes_examples_or_does_not_depend_on_them_is_no_layer()
    {
        using var folder = new TemporaryFolder();
        var network = OnnxNetwork.Read(Graphs.Of(writer =>
        {
            string turned = writer.Add("Transpose", "turned", ["x"], Wholes("perm", 1, 0, 2, 3));
            // Channels before examples: the first half of two images' rows is not the first image.
            writer.Add("Reshape", "mixed", [turned, writer.Integers(-1, 16, 16)]);
            writer.Add("ReduceMean", "mean", ["x"], Wholes("axes", 0));
            string shape = writer.Add("Shape", "shape", ["x"]);
            writer.Add("ConstantOfShape", "zeros", [shape]);
            return [Graphs.Head(writer, "x"), "mixed", "mean", "zeros"];
        }).Save(folder));
        Assert.Null(network.Batch);
        Assert.Equal(["input", "turned", "pooled", "flat", "answer"], network.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void A_graph_whose_answer_depends_on_the_batch_sees_images_one_by_one()
    {
        using var folder = new TemporaryFolder();
        using var model = OnnxModel.Open(Graphs.Of(writer => [Graphs.Head(writer,
            writer.Add("Sub", "centred", ["x", writer.Add("ReduceMean", "mean", ["x"], Wholes("axes", 0, 2, 3))]))]).Save(folder), s_set);
        Assert.Equal(1, model.Network.Batch);
        Assert.Equal(Values(model, [7], model.Network.Logits!.Value), Values(model, [3, 7], model.Network.Logits.Value)[4..]);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(18)]
    [InlineData(21)]
    public void Operators_of_every_version_are_read(int opset)
    {
        using var folder = new TemporaryFolder();
        string[] Rectified(OperatorWriter writer) => [Graphs.Head(writer, writer.Add("Relu", "relu", ["x"]))];
        using var model = OnnxModel.Open(Graphs.Of(Rectified, opset).Save(folder), s_set);
        Assert.Equal(opset, model.Network.Opset);
        using var usual = OnnxModel.Open(Graphs.Of(Rectified).Save(folder), s_set);
        Assert.Equal(usual.Logits(), model.Logits());
    }

    /// <summary>Public networks, of which no other program here knows more: they see an image alone as among others.</summary>
    [Theory]
    [InlineData("cifar10-resnet_2b", 17, 1)]
    [InlineData("cifar10-resnet_4b", 28, 1)]
    [InlineData("resnet20-batch1", 72, 1)]
    [InlineData("vit-cifar10-ibp_3_3_8", 47, null)]
    public void Public_networks_are_read(string name, int layers, int? batch)
    {
        Threads.Set(2);
        using var model = OnnxModel.Open(SharedData.Path($"foreign/onnx/{name}.onnx"), Sets.Stripes(32));
        Assert.Equal((layers, batch, 10), (model.Layers.Count(layer => !layer.IsDetail), model.Network.Batch, model.Classes));
        float[] logits = model.Logits(), alone = Values(model, [39], model.Network.Logits!.Value);
        Assert.All(alone.Zip(logits[^10..]), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.True(alone.Max() - alone.Min() > 0.1);
    }

    [Fact]
    public void Training_mode_is_put_off()
    {
        using var folder = new TemporaryFolder();
        string[] forms = [.. new[] { true, false }.Select(training => Graphs.Of(writer =>
        {
            string[] statistics = [.. new[] { "scale", "shift", "mean", "variance" }.Select((name, i)
                => writer.Weight(name, [1.5f + i, 0.5f, 2.5f], [3]))];
            writer.Add("BatchNormalization", "norm", ["x", .. statistics], training ? [Whole("training_mode", 1)] : []);
            return [Graphs.Head(writer, "norm")];
        })).Select((model, i) =>
        {
            if (i == 0) model.Graph.Node[0].Output.Add(["running_mean", "running_variance"]);
            string path = model.Save(folder), own = folder[$"{i}.onnx"];
            File.Move(path, own);
            return own;
        })];
        using OnnxModel training = OnnxModel.Open(forms[0], s_set), inference = OnnxModel.Open(forms[1], s_set);
        Assert.Null(training.Network.Batch);
        Assert.Equal(inference.Logits(), training.Logits());
    }

    [Fact]
    public void Deep_graphs_run_in_parts_and_each_layer_is_right()
    {
        const int Depth = 60;
        using var folder = new TemporaryFolder();
        using var model = OnnxModel.Open(Graphs.Of(writer =>
        {
            string wide = writer.Add("Concat", "wide", Enumerable.Repeat("x", 24), Whole("axis", 1)), at = wide;
            for (int i = 0; i < Depth; i++) at = writer.Add("Add", $"plus{i}", [at, writer.Scalar(1)]);
            // What the first part gave, in the last.
            return [Graphs.Head(writer, writer.Add("Sub", "difference", [at, wide]), 72)];
        }).Save(folder), s_set);
        int[] examples = [5, 0, 21], all = [.. Enumerable.Range(0, model.Layers.Count)];
        float[] pixels = Values(model, examples, 0);
        int seen = 0;
        model.Visit(examples, all, (layer, output) =>
        {
            seen++;
            string name = model.Layers[layer].Name;
            float[] rows = new float[output.Examples * output.Features];
            output.CopyTo(rows);
            float[] own = [.. rows.Chunk((int)output.Features).SelectMany(row => row.Take(256))];
            if (name.StartsWith("plus", StringComparison.Ordinal))
                Assert.All(own.Select((value, i) => value - pixels[i / 256 * 768 + i % 256]), plus
                    => Assert.Equal(1 + int.Parse(name[4..], null), plus, 1e-4));
            if (name == "difference") Assert.All(own, value => Assert.Equal(Depth, value, 1e-4));
        });
        Assert.Equal(all.Length, seen);
    }

    [Fact]
    public void The_same_bits_come_twice_and_from_threads_side_by_side()
    {
        Threads.Set(2);
        using var folder = new TemporaryFolder();
        (_, string path) = Specs.Write(folder, "vit");
        using OnnxModel one = OnnxModel.Open(path, s_set), other = OnnxModel.Open(path, s_set);
        ComparisonOptions options = new() { Batch = 16, Passes = 3 };
        double[,] Values(OnnxModel model) => ModelComparison.Compare([model], [(0, 0)], options)[0].Values;
        Assert.Equal(Values(one), Values(one));
        Assert.Equal(Values(one), Values(other));
    }

    [Fact]
    public void A_comparison_of_both_forms_of_a_network_is_that_of_one()
    {
        Threads.Set(2);
        using var folder = new TemporaryFolder();
        (string own, string path) = Specs.Write(folder, "resnet-cifar");
        using var model = TrainedModel.Open(own, s_set);
        using var graph = OnnxModel.Open(path, s_set);
        ComparisonOptions options = new() { Batch = 40, Passes = 1, Layers = "relu" };
        SimilarityMatrix within = ModelComparison.Compare([model], [(0, 0)], options)[0],
            across = ModelComparison.Compare([model, graph], [(0, 1)], options)[0];
        foreach (LayerInfo layer in within.LayersB)
        {
            int column = across.LayersB.Single(l => l.Name == layer.Name).Index;
            for (int i = 0; i < within.LayersA.Count; i++) Assert.Equal(within.Values[i, layer.Index], across.Values[i, column], 1e-3);
        }
        Assert.Equal(model.ExamplesHash, graph.ExamplesHash);
    }

    [Fact]
    public void What_the_user_says_of_it_is_held_against_the_file()
    {
        using var folder = new TemporaryFolder();
        string open = Graphs.Of(writer => [Graphs.Head(writer, "x")], 17, "n", 3, "h", "w").Save(folder);
        Assert.Contains("size: ", Assert.Throws<InvalidOptionsException>(() => OnnxNetwork.Read(open)).Message, StringComparison.Ordinal);
        Assert.Equal(20, OnnxNetwork.Read(open, new() { Size = 20 }).Height);
        Assert.Equal(16, OnnxNetwork.Read(open, images: s_set).Width);
        using (var model = OnnxModel.Open(open, s_set, reading: new() { Normalize = "set" })) Assert.False(model.Normalization!.IsOfSet);
        foreach (ModelReading reading in (ModelReading[])[new() { Size = 20 }, new() { Layout = "timm" }, new() { Normalize = "0.5/0.5" }])
            Assert.Throws<InvalidOptionsException>(() => OnnxModel.Open(open, s_set, reading: reading));
        string small = Graphs.Of(writer => [Graphs.Head(writer, "x")], 17, "n", 3, 8, 8).Save(folder);
        Assert.Contains("takes 3×8×8 images, but stripes has 3×16×16",
            Assert.Throws<InvalidOptionsException>(() => OnnxModel.Open(small, s_set)).Message, StringComparison.Ordinal);
    }

    private static ModelProto Carrying(string way)
    {
        string Identity(OperatorWriter writer, string x) => writer.Add("Relu", "layer", [x]);
        switch (way)
        {
            case "one image at once":
                return Graphs.Of(writer => [Graphs.Head(writer, Identity(writer, "x"))], 17, 1, 3, 16, 16);
            case "three images at once":
                return Graphs.Of(writer => [Graphs.Head(writer, Identity(writer, "x"))], 17, 3, 3, 16, 16);
            case "any number, and one inside":
                return Graphs.Of(writer => [Graphs.Head(writer, Identity(writer, writer.Add("Reshape", "shaped",
                    ["x", writer.Integers(1, 3, 16, 16)])))]);
            case "examples in another place":
                return Graphs.Of(writer =>
                {
                    Identity(writer, writer.Add("Transpose", "turned", ["x"], Wholes("perm", 1, 0, 2, 3)));
                    return [Graphs.Head(writer, "x"), "layer"];
                });
            case "channels in one dimension with the examples":
                return Graphs.Of(writer =>
                {
                    Identity(writer, writer.Add("Reshape", "shaped", ["x", writer.Integers(-1, 16, 16)]));
                    return [Graphs.Head(writer, "x"), "layer"];
                });
            case "channels last":
                return Graphs.Of(writer =>
                {
                    Identity(writer, "x");
                    return [Graphs.Head(writer, writer.Add("Transpose", "turned", ["layer"], Wholes("perm", 0, 3, 1, 2)))];
                }, 17, "n", 16, 16, 3);
            default:
                DataType type = way == "double" ? DataType.Double : DataType.Float16;
                return Graphs.Of(writer => [Graphs.Head(writer, writer.Add("Cast", "back",
                    [Identity(writer, writer.Add("Cast", "cast", ["x"], Whole("to", (int)type)))], Whole("to", (int)DataType.Float)))]);
        }
    }

    private static float[] Values(OnnxModel model, int[] examples, int layer)
    {
        float[] values = [];
        model.Visit(examples, [layer], (_, output) =>
        {
            values = new float[output.Examples * output.Features];
            output.CopyTo(values);
        });
        return values;
    }
}
