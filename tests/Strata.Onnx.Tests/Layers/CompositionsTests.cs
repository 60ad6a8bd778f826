using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Strata.Data;
using Strata.Models;
using Strata.Onnx.Export;
using Strata.Onnx.Files;
using Strata.Onnx.Graphs;
using Strata.Onnx.Layers;
using Strata.Onnx.Running;
using Strata.Tests;
using static Strata.Onnx.Export.OperatorWriter;

namespace Strata.Onnx.Tests.Layers;

/// <summary>What exporters take apart is one layer, and its pieces are none.</summary>
public sealed class CompositionsTests
{
    [Theory]
    [InlineData("gelu", "gelu")]
    [InlineData("gelu, halved first", "gelu")]
    [InlineData("gelu by tanh", "gelu")]
    [InlineData("silu", "silu")]
    [InlineData("hardswish", "hardswish")]
    [InlineData("hardswish, divided last", "hardswish")]
    [InlineData("mish", "mish")]
    [InlineData("layer norm", "ln")]
    [InlineData("layer norm by reciprocal", "ln")]
    [InlineData("dense", "dense")]
    public void One_entry_stands_for_all_pieces(string composed, string kind)
    {
        using var folder = new TemporaryFolder();
        var network = OnnxNetwork.Read(Graphs.Of(writer => [Graphs.Head(writer, Compose(writer, composed))]).Save(folder));
        LayerInfo[] main = [.. network.Layers.Where(layer => !layer.IsDetail)];
        Assert.Equal([("input", "input"), ("end", kind), ("answer", "logits")], main.Select(layer => (layer.Name, layer.Kind)));
        Assert.Equal(network.Graph.Nodes.Count(node => !network.Graph.IsConstant(node.Outputs[0])) + 1, network.Layers.Count);
    }

    [Theory]
    [InlineData("gate of another")]
    [InlineData("gate of many")]
    [InlineData("no mean")]
    public void What_only_looks_like_it_stays_in_pieces(string composed)
    {
        using var folder = new TemporaryFolder();
        var network = OnnxNetwork.Read(Graphs.Of(writer => [Graphs.Head(writer, Compose(writer, composed))]).Save(folder));
        Assert.DoesNotContain(network.Layers, layer => layer.Name == "end" && !layer.IsDetail);
    }

    /// <summary>Functions of a file's own may be called as operators are.</summary>
    [Theory]
    [InlineData("Identity")]
    [InlineData("Cast")]
    [InlineData("ReduceMean")]
    public void What_is_called_like_an_operator_may_take_nothing(string called)
    {
        using var folder = new TemporaryFolder();
        var file = OnnxFile.Read(Graphs.Of(writer =>
        {
            string nothing = writer.Add(called, "nothing", []);
            return [nothing, writer.Add("Div", "end", [writer.Add("Sub", "apart", ["x", nothing]), writer.Add("Sqrt", "root", ["x"])])];
        }).Save(folder));
        var graph = OnnxGraph.Of(file);
        var images = new ImageLayout("x", TensorElementType.Float, PixelLayout.ChannelsFirst, 3, 16, 16, null);
        var probe = new GraphProbe(images, new Dictionary<string, LayerTensor>(), new Dictionary<string, NodeMetadata>());
        Assert.Null(GraphLayers.Of(file, graph, probe).Logits);
        Assert.Null(graph.ShapeOf("nothing"));
        Assert.False(graph.IsScalar("nothing"));
    }

    private static string Compose(OperatorWriter writer, string what)
    {
        const string X = "x";
        int count = 0;
        string Op(string type, params string[] inputs) => writer.Add(type, $"piece{++count}", inputs);
        string End(string type, params string[] inputs) => writer.Add(type, "end", inputs);
        string Of(double value) => writer.Scalar(value);
        string Mean(string x) => writer.Add("ReduceMean", $"piece{++count}", [x], Wholes("axes", -1));
        string Features(string name, double first)
            => writer.Weight(name, [.. Enumerable.Range(0, 16).Select(i => (float)(first + i / 9.0))], [16]);
        switch (what)
        {
            case "gelu":
                return End("Mul", Op("Mul", X, Op("Add", Op("Erf", Op("Div", X, Of(1.41))), Of(1))), Of(0.5));
            case "gelu, halved first":
                return End("Mul", Op("Mul", X, Of(0.5)), Op("Add", Of(1), Op("Erf", Op("Mul", X, Of(0.7)))));
            case "gelu by tanh":
                string inner = Op("Mul", Of(0.797), Op("Add", X, Op("Mul", Of(0.0447), Op("Pow", X, Of(3)))));
                return End("Mul", Op("Mul", Of(0.5), X), Op("Add", Op("Tanh", inner), Of(1)));
            case "silu":
                return End("Mul", Op("Sigmoid", X), X);
            case "hardswish":
                return End("Mul", X, Op("Div", Op("Clip", Op("Add", X, Of(3)), Of(0), Of(6)), Of(6)));
            case "hardswish, divided last":
                return End("Div", Op("Mul", X, Op("Clip", Op("Add", X, Of(3)), Of(0), Of(6))), Of(6));
            case "mish":
                return End("Mul", X, Op("Tanh", Op("Softplus", X)));
            case "layer norm":
                string centred = Op("Sub", X, Mean(X)), root = Op("Sqrt", Op("Add", Mean(Op("Pow", centred, Of(2))), Of(1e-6)));
                return End("Add", Op("Mul", Op("Div", centred, root), Features("scale", 1)), Features("shift", 0));
            case "layer norm by reciprocal":
                string apart = Op("Sub", X, Mean(X)), again = Op("Sub", X, Mean(X));
                string inverse = Op("Reciprocal", Op("Sqrt", Op("Add", Mean(Op("Mul", again, again)), Of(1e-6))));
                return End("Add", Op("Mul", Op("Mul", inverse, apart), Features("scale", 1)), Features("shift", 0));
            case "dense":
                return End("Add", Features("shift", 0), Op("MatMul", X, writer.Weight("weight", new float[256], [16, 16])));
            case "gate of another":
                return End("Mul", X, Op("Sigmoid", writer.Add("Transpose", "turned", [X], Wholes("perm", 0, 1, 3, 2))));
            case "gate of many":
                return End("Mul", X, Op("Sigmoid", Op("Mul", X, Mean(X))));
            default:
                string off = Op("Sub", X, Op("Sigmoid", X)), size = Op("Sqrt", Op("Add", Mean(Op("Mul", off, off)), Of(1e-6)));
                return End("Div", off, size);
        }
    }
}
