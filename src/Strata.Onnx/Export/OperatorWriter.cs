using System.Runtime.InteropServices;
using Google.Protobuf;
using global::Onnx;
using static global::Onnx.AttributeProto.Types;
using static global::Onnx.TensorProto.Types;

namespace Strata.Onnx.Export;

/// <summary>Adds operators and weights to an ONNX graph; a tensor is called as the operator that gives it.</summary>
internal sealed class OperatorWriter(GraphProto graph)
{
    private readonly HashSet<string> _constants = [];

    /// <returns>The tensor that it gives.</returns>
    public string Add(string type, string name, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = type, Name = name };
        node.Input.Add(inputs);
        node.Output.Add(name);
        node.Attribute.Add(attributes);
        graph.Node.Add(node);
        return name;
    }

    /// <summary>One output of several of the same operator, in order.</summary>
    public string[] Split(string name, string input, int parts, int axis, long size)
    {
        string[] outputs = [.. Enumerable.Range(0, parts).Select(part => $"{name}.{part}")];
        Add("Split", name, [input, Integers([.. Enumerable.Repeat(size, parts)])], Whole("axis", axis));
        NodeProto node = graph.Node[^1];
        node.Output.Clear();
        node.Output.Add(outputs);
        return outputs;
    }

    /// <returns>The tensor's name.</returns>
    public string Weight(string name, ReadOnlySpan<float> values, IEnumerable<int> shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)DataType.Float, RawData = Bytes(values) };
        tensor.Dims.Add(shape.Select(size => (long)size));
        graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>A constant of one number.</summary>
    public string Scalar(double value)
    {
        string name = $"constant {value:R}";
        if (_constants.Add(name)) Weight(name, [(float)value], []);
        return name;
    }

    /// <summary>A constant of whole numbers, [n].</summary>
    public string Integers(params long[] values)
    {
        string name = $"constant [{string.Join(", ", values.Select(value => $"{value}"))}]";
        if (!_constants.Add(name)) return name;
        var tensor = new TensorProto { Name = name, DataType = (int)DataType.Int64, RawData = Bytes<long>(values) };
        tensor.Dims.Add(values.Length);
        graph.Initializer.Add(tensor);
        return name;
    }

    public static AttributeProto Whole(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Number(string name, double value) => new() { Name = name, Type = AttributeType.Float, F = (float)value };

    public static AttributeProto Wholes(string name, params IEnumerable<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        attribute.Ints.Add(values);
        return attribute;
    }

    private static ByteString Bytes<T>(ReadOnlySpan<T> values) where T : unmanaged
        => BitConverter.IsLittleEndian ? ByteString.CopyFrom(MemoryMarshal.AsBytes(values))
            : throw new PlatformNotSupportedException("ONNX files are little-endian.");
}
