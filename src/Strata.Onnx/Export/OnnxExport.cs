using System.Reflection;
using Google.Protobuf;
using global::Onnx;
using Strata.Data;
using Strata.Models;
using Strata.Models.Graph;
using Strata.Runtime;
using static global::Onnx.TensorProto.Types;

namespace Strata.Onnx.Export;

/// <summary>Strata's networks as ONNX: any number of images in, logits out, layers and weights under their own names.</summary>
public static class OnnxExport
{
    /// <summary>
    /// Version of the operators: the first with a layer norm, from May 2022, so that most runtimes read it.
    /// </summary>
    public const int Opset = 17;

    /// <summary>Names of input and output; float32 [batch, channels, height, width] and [batch, classes].</summary>
    public const string Input = "input", Output = "logits";

    /// <summary>Of the format that came with these operators.</summary>
    private const int FormatVersion = 8;

    /// <summary>The bytes of an ONNX file.</summary>
    /// <param name="weights">A network in inference; its normalisation is not part of the graph, but of the file's metadata.</param>
    /// <exception cref="StrataException">More weights than one ONNX file can hold.</exception>
    public static byte[] Of(NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ModelSpec spec = weights.Spec;
        long bytes = sizeof(float) * spec.Parameters.Sum(parameter => parameter.Count);
        if (bytes > int.MaxValue - (16 << 20))
            throw new StrataException($"{spec.Name} has {bytes} bytes of weights, more than the 2 GiB of an ONNX file");
        var model = new ModelProto
        {
            IrVersion = FormatVersion,
            ProducerName = "strata",
            ProducerVersion = typeof(OnnxExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion
                .Split('+')[0],
            Graph = new() { Name = spec.Name },
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        foreach ((string name, string value) in spec.Metadata) Say(name, value);
        if (weights.Normalization is { } normalization) Say(Normalization.MetadataName, $"{normalization}");

        NetworkGraph graph = spec.Graph.InInference();
        var writer = new OperatorWriter(model.Graph);
        string[] tensors = new string[graph.Nodes.Count];
        foreach (Node node in graph.Nodes)
        {
            tensors[node.Index] = node.Operation is Operation.Input ? node.Name
                : new ExportedNode(writer, node, [.. node.Inputs.Select(input => graph.Nodes[input].Shape)],
                    [.. node.Inputs.Select(input => tensors[input])], [.. graph.ParametersOf(node)], weights.Read).Write();
        }
        model.Graph.Input.Add(Value(tensors[0], graph.Nodes[0].Shape));
        model.Graph.Output.Add(Value(tensors[^1], graph.Nodes[^1].Shape));
        return model.ToByteArray();

        void Say(string name, string value) => model.MetadataProps.Add(new StringStringEntryProto { Key = name, Value = value });
    }

    private static ValueInfoProto Value(string name, int[] shape)
    {
        var dims = new TensorShapeProto();
        dims.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        dims.Dim.Add(shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)DataType.Float, Shape = dims } } };
    }
}
