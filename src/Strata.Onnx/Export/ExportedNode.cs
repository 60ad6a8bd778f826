using Strata.Models;
using Strata.Models.Graph;
using static Strata.Onnx.Export.OperatorWriter;

namespace Strata.Onnx.Export;

/// <summary>One operation of a network in operators of ONNX; pieces of it are called <c>name/piece</c>.</summary>
internal sealed class ExportedNode(OperatorWriter writer, Node node, IReadOnlyList<int[]> shapes, IReadOnlyList<string> inputs,
    IReadOnlyList<ParameterInfo> parameters, Func<string, float[]> values)
{
    private string Name => node.Name;

    private string X => inputs[0];

    /// <returns>The tensor that it gives.</returns>
    public string Write()
    {
        switch (node.Operation)
        {
            case Operation.Convolution convolution:
                long size = convolution.Size, stride = convolution.Stride, pad = convolution.Pad;
                return writer.Add("Conv", Name, [X, Weight("weight"), .. convolution.Bias ? [Weight("bias")] : Array.Empty<string>()],
                    Wholes("kernel_shape", size, size), Wholes("strides", stride, stride), Wholes("pads", pad, pad, pad, pad),
                    Whole("group", convolution.Groups));
            case Operation.BatchNorm norm:
                return writer.Add("BatchNormalization", Name,
                    [X, Weight("weight"), Weight("bias"), Weight("running_mean"), Weight("running_var")], Number("epsilon", norm.Epsilon));
            case Operation.LayerNorm norm:
                return writer.Add("LayerNormalization", Name, [X, Weight("weight"), Weight("bias")], Whole("axis", -1),
                    Number("epsilon", norm.Epsilon));
            case Operation.Relu:
                return writer.Add("Relu", Name, [X]);
            case Operation.Sigmoid:
                return writer.Add("Sigmoid", Name, [X]);
            case Operation.Silu:
                return writer.Add("Mul", Name, [X, Piece("Sigmoid", X)]);
            case Operation.Gelu:
                // The operator Gelu is of version 20; many runtimes read no file of it.
                string erf = Piece("Erf", Piece("Div", X, writer.Scalar(Math.Sqrt(2))));
                return writer.Add("Mul", Name, [Piece("Mul", X, Piece("Add", erf, writer.Scalar(1))), writer.Scalar(0.5)]);
            case Operation.Addition or Operation.Positions:
                return writer.Add("Add", Name, [X, inputs.Count > 1 ? inputs[1] : Weight("")]);
            case Operation.Scaling:
                return writer.Add("Mul", Name, [X, inputs[1]]);
            case Operation.MaxPool pool:
                return writer.Add("MaxPool", Name, [X], Wholes("kernel_shape", pool.Size, pool.Size),
                    Wholes("strides", pool.Stride, pool.Stride), Wholes("pads", pool.Padding, pool.Padding, pool.Padding, pool.Padding));
            case Operation.AveragePool:
                return writer.Add("GlobalAveragePool", Name, [X]);
            case Operation.PaddedShortcut shortcut:
                return PaddedShortcut(shortcut);
            case Operation.Flatten:
                return writer.Add("Flatten", Name, [X], Whole("axis", 1));
            case Operation.Dense when node.Shape.Length == 1:
                return writer.Add("Gemm", Name, [X, Weight("weight"), Weight("bias")], Whole("transB", 1));
            case Operation.Dense:
                return Product(Name, X, "weight", "bias");
            case Operation.Tokens:
                return writer.Add("Transpose", Name, [Piece("Reshape", X, writer.Integers(0, node.Shape[1], -1))], Wholes("perm", 0, 2, 1));
            case Operation.ClassToken:
                return ClassToken();
            case Operation.SelfAttention attention:
                return SelfAttention(attention.Heads);
            case Operation.FirstToken:
                string first = Piece("Slice", X, writer.Integers(0), writer.Integers(1), writer.Integers(1));
                return writer.Add("Squeeze", Name, [first, writer.Integers(1)]);
            default:
                throw new InvalidOperationException($"{Name}: ONNX has nothing for {node.Operation.GetType().Name}");
        }
    }

    private string PaddedShortcut(Operation.PaddedShortcut shortcut)
    {
        string sliced = Piece("Slice", X, writer.Integers(0, 0), writer.Integers(long.MaxValue, long.MaxValue), writer.Integers(2, 3),
            writer.Integers(shortcut.Stride, shortcut.Stride));
        long missing = shortcut.Filters - shapes[0][0], before = missing / 2;
        return writer.Add("Pad", Name, [sliced, writer.Integers(0, before, 0, 0, 0, missing - before, 0, 0)]);
    }

    /// <summary>The token as often as there are images, before the others.</summary>
    private string ClassToken()
    {
        string images = writer.Add("Shape", $"{Name}/images", [X], Whole("start", 0), Whole("end", 1));
        string shape = writer.Add("Concat", $"{Name}/shape", [images, writer.Integers(1, node.Shape[1])], Whole("axis", 0));
        return writer.Add("Concat", Name, [Piece("Expand", Weight(""), shape), X], Whole("axis", 1));
    }

    private string SelfAttention(int heads)
    {
        long width = node.Shape[1], features = width / heads;
        string[] all = writer.Split($"{Name}/split", Product($"{Name}/in", X, "in_proj_weight", "in_proj_bias"), 3, -1, width);
        string ByHead(string name, string tokens, params long[] order)
            => writer.Add("Transpose", $"{Name}/{name}",
                [writer.Add("Reshape", $"{Name}/{name}/heads", [tokens, writer.Integers(0, 0, heads, features)])], Wholes("perm", order));
        string queries = ByHead("queries", all[0], 0, 2, 1, 3), keys = ByHead("keys", all[1], 0, 2, 3, 1),
            contents = ByHead("values", all[2], 0, 2, 1, 3);
        string scaled = writer.Add("Mul", $"{Name}/scaled", [queries, writer.Scalar(1 / Math.Sqrt(features))]);
        string scores = writer.Add("MatMul", $"{Name}/scores", [scaled, keys]);
        string weights = writer.Add("Softmax", $"{Name}/softmax", [scores], Whole("axis", -1));
        string mixed = writer.Add("MatMul", $"{Name}/mixed", [weights, contents]);
        string tokens = writer.Add("Transpose", $"{Name}/tokens", [mixed], Wholes("perm", 0, 2, 1, 3));
        string joined = writer.Add("Reshape", $"{Name}/joined", [tokens, writer.Integers(0, 0, width)]);
        return Product(Name, joined, "out_proj.weight", "out_proj.bias");
    }

    /// <summary>A dense layer on the last dimension; weights keep the shape that PyTorch gives them.</summary>
    private string Product(string name, string x, string weight, string bias)
    {
        string turned = writer.Add("Transpose", $"{name}/weight", [Weight(weight)], Wholes("perm", 1, 0));
        return writer.Add("Add", name, [writer.Add("MatMul", $"{name}/product", [x, turned]), Weight(bias)]);
    }

    private string Piece(string type, params string[] from)
        => writer.Add(type, $"{Name}/{type}", from);

    private string Weight(string last)
    {
        string name = last.Length == 0 ? node.Weights : $"{node.Weights}.{last}";
        return writer.Weight(name, values(name), parameters.Single(parameter => parameter.Name == name).Shape);
    }
}
