using Google.Protobuf;
using global::Onnx;
using Strata.Onnx.Export;
using Strata.Tests;
using static global::Onnx.TensorProto.Types;

namespace Strata.Onnx.Tests;

/// <summary>Small ONNX graphs made up for tests.</summary>
internal static class Graphs
{
    /// <summary>A graph that takes images of the stripes, [?, 3, 16, 16] unless said otherwise.</summary>
    /// <param name="write">Adds operators; gives the outputs.</param>
    public static ModelProto Of(Func<OperatorWriter, string[]> write, int opset = 17, params object[] dims)
    {
        var model = new ModelProto { IrVersion = 8, ProducerName = "test", Graph = new() { Name = "test" } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        model.Graph.Input.Add(Value("x", DataType.Float, dims.Length > 0 ? dims : ["n", 3, 16, 16]));
        model.Graph.Output.Add(write(new(model.Graph)).Select(name => new ValueInfoProto { Name = name }));
        return model;
    }

    /// <summary>A pool, a product with weights and a bias: an answer of four numbers.</summary>
    public static string Head(OperatorWriter writer, string x, int channels = 3)
    {
        float[] weights = [.. Enumerable.Range(0, 4 * channels).Select(i => (i * 7 % 11 - 5) / 5f)];
        string flat = writer.Add("Flatten", "flat", [writer.Add("GlobalAveragePool", "pooled", [x])]);
        return writer.Add("Gemm", "answer",
            [flat, writer.Weight("head", weights, [4, channels]), writer.Weight("offset", [1, 2, 3, 4], [4])],
            OperatorWriter.Whole("transB", 1));
    }

    public static ValueInfoProto Value(string name, DataType type, params object[] dims)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(dims.Select(dim => dim is int size ? new TensorShapeProto.Types.Dimension { DimValue = size }
            : new() { DimParam = (string)dim }));
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }

    public static string Save(this ModelProto model, TemporaryFolder folder)
    {
        string path = folder["graph.onnx"];
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }
}
