using Google.Protobuf;
using global::Onnx;
using Strata.Onnx.Export;
using Strata.Runtime;
using Strata.Tests;
using static Strata.Onnx.Export.OperatorWriter;
using static global::Onnx.TensorProto.Types;

namespace Strata.Onnx.Tests.Files;

/// <summary>A file that is no graph of images is refused in a sentence; it never crashes, hangs, or is allocated what it claims.</summary>
public sealed class OnnxFileTests
{
    [Theory]
    [InlineData("outside missing", "lies in the file 'weights.bin', which is not there")]
    [InlineData("outside elsewhere", "expected one in the folder of the model")]
    [InlineData("outside rooted", "expected one in the folder of the model")]
    [InlineData("outside by no path", "lies in the file 'w\\u0000', expected one in the folder of the model")]
    [InlineData("outside in two places", "has 'location' twice among what says where it lies")]
    [InlineData("outside short", "which has 8 bytes")]
    [InlineData("claims more", "claims 1099511627776 numbers")]
    [InlineData("claims negative", "which no tensor can have")]
    [InlineData("claims too much to count", "which no tensor can have")]
    [InlineData("constant claims more", "claims 1000000000000 numbers")]
    [InlineData("cycle", "has operators in a cycle")]
    [InlineData("given by none", "takes the tensor 'nowhere', which nothing gives")]
    [InlineData("given twice", "gives the tensor 'answer' twice")]
    [InlineData("unknown operator", "cannot be loaded by OnnxRuntime")]
    [InlineData("unknown domain", "cannot be loaded by OnnxRuntime")]
    [InlineData("two inputs", "takes 2 inputs ('x', 'y'), expected one, the images")]
    [InlineData("no input", "takes 0 inputs, expected one")]
    [InlineData("no graph", "holds no graph")]
    [InlineData("old operators", "has operators of version 6, expected 7 or more")]
    [InlineData("examples last", "with the examples in the first place")]
    [InlineData("rows", "expected images [examples, channels, height, width]")]
    [InlineData("whole numbers", "expected images as a tensor of floats")]
    [InlineData("input claims more", "expected up to 4096 images of 1 to 4096 pixels")]
    [InlineData("nothing follows", "gives nothing that follows from its input")]
    [InlineData("large in between", "which this machine cannot hold")]
    [InlineData("large as it turns out", "cannot be run by OnnxRuntime")]
    public void Refused_in_a_sentence(string what, string expected)
    {
        using var folder = new TemporaryFolder();
        ModelProto model = Damaged(what, folder);
        InvalidFileException refused = Assert.Throws<InvalidFileException>(() => OnnxNetwork.Read(model.Save(folder)));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void A_sequence_is_no_answer_but_what_is_before_it_can_be_compared()
    {
        using var folder = new TemporaryFolder();
        using var model = OnnxModel.Open(Graphs.Of(writer =>
        {
            Graphs.Head(writer, "x");
            return [writer.Add("SequenceConstruct", "sequence", ["pooled", "pooled"])];
        }).Save(folder), Sets.Stripes(16));
        Assert.Contains(model.Layers, layer => layer.Name == "answer");
        string refused = Assert.Throws<InvalidFileException>(() => model.Logits()).Message;
        Assert.Contains("no output with one number for each class; it gives 'sequence' (no tensor)", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_beside_the_file_are_read()
    {
        using var folder = new TemporaryFolder();
        ModelProto model = Graphs.Of(writer => [Graphs.Head(writer, "x")]);
        float[] inside, outside;
        using (var own = OnnxModel.Open(model.Save(folder), Sets.Stripes(16))) inside = own.Logits();
        TensorProto head = model.Graph.Initializer.Single(tensor => tensor.Name == "head");
        File.WriteAllBytes(folder["weights.bin"], [.. new byte[64], .. head.RawData]);
        MoveOutside(head, "weights.bin", 64);
        using (var own = OnnxModel.Open(model.Save(folder), Sets.Stripes(16))) outside = own.Logits();
        Assert.Equal(inside, outside);
    }

    /// <summary>Caches of models keep contents elsewhere, and have links to them where the names are.</summary>
    [Fact]
    public void A_link_to_weights_is_as_large_as_what_it_leads_to()
    {
        Needs.Machine(!OperatingSystem.IsWindows(), "links take a privilege on Windows");
        using var folder = new TemporaryFolder();
        ModelProto model = Graphs.Of(writer => [Graphs.Head(writer, "x")]);
        float[] inside, outside;
        using (var own = OnnxModel.Open(model.Save(folder), Sets.Stripes(16))) inside = own.Logits();
        TensorProto head = model.Graph.Initializer.Single(tensor => tensor.Name == "head");
        Directory.CreateDirectory(folder["contents"]);
        File.WriteAllBytes(folder["contents/c0ffee"], [.. head.RawData]);
        File.CreateSymbolicLink(folder["weights.bin"], "contents/c0ffee");
        MoveOutside(head, "weights.bin", 0);
        using (var own = OnnxModel.Open(model.Save(folder), Sets.Stripes(16))) outside = own.Logits();
        Assert.Equal(inside, outside);

        File.WriteAllBytes(folder["contents/c0ffee"], new byte[8]);
        Assert.Contains("which has 8 bytes", Assert.Throws<InvalidFileException>(() => OnnxNetwork.Read(model.Save(folder))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_are_told_by_what_they_are()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["page.onnx"], "<!doctype html><html>not found</html>");
        Assert.Contains("is a web page", Assert.Throws<InvalidFileException>(() => OnnxNetwork.Read(folder["page.onnx"])).Message,
            StringComparison.Ordinal);
        File.WriteAllBytes(folder["empty.onnx"], []);
        Assert.Contains("is empty", Assert.Throws<InvalidFileException>(() => OnnxNetwork.Read(folder["empty.onnx"])).Message,
            StringComparison.Ordinal);
        Assert.True(OnnxNetwork.IsOne(folder["empty.onnx"]));
        File.WriteAllBytes(folder["graph"], Graphs.Of(writer => [Graphs.Head(writer, "x")]).ToByteArray());
        Assert.True(OnnxNetwork.IsOne(folder["graph"]));
    }

    /// <summary>Bytes changed, cut and put in, of a graph that has a bit of everything.</summary>
    [Fact]
    public void Damaged_bytes_never_do_more_than_fail()
    {
        using var folder = new TemporaryFolder();
        // Few weights, which may have any value: what is damaged says what they are.
        string path = Graphs.Of(Everything).Save(folder);
        byte[] whole = File.ReadAllBytes(path);
        var random = new RandomSequence(5, "damage");
        int refused = 0;
        const int Times = 300;
        for (int time = 0; time < Times; time++)
        {
            byte[] damaged = [.. whole];
            for (int change = 0; change <= random.Next(4); change++)
            {
                int at = random.Next(damaged.Length - 1);
                switch (random.Next(3))
                {
                    case 0:
                        damaged[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        damaged = [.. damaged[..at], .. damaged[(at + 1)..]];
                        break;
                    default:
                        damaged = [.. damaged[..at], (byte)random.Next(256), .. damaged[at..]];
                        break;
                }
            }
            File.WriteAllBytes(path, damaged);
            try
            {
                using var model = OnnxModel.Open(path, Sets.Stripes(16));
                model.Logits();
            }
            catch (StrataException)
            {
                refused++;
            }
            catch (InvalidOptionsException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1, Times);
    }

    private static string[] Everything(OperatorWriter writer)
    {
        string convolved = writer.Add("Conv", "conv", ["x", writer.Weight("kernel", [1, -2, 3], [1, 3, 1, 1])], Wholes("strides", 4, 4),
            Wholes("kernel_shape", 1, 1), Wholes("pads", 0, 0, 0, 0));
        string pooled = writer.Add("MaxPool", "pool", [convolved], Wholes("kernel_shape", 2, 2), Wholes("strides", 1, 1));
        string tokens = writer.Add("Reshape", "tokens", [pooled, writer.Integers(0, -1, 3)]);
        string turned = writer.Add("Transpose", "turned", [tokens], Wholes("perm", 0, 2, 1));
        string weights = writer.Add("Softmax", "softmax", [writer.Add("MatMul", "scores", [tokens, turned])], Whole("axis", -1));
        string mixed = writer.Add("LayerNormalization", "norm", [writer.Add("MatMul", "mixed", [weights, tokens]),
            writer.Weight("scale", [1, 2, 3], [3])], Whole("axis", -1));
        string images = writer.Add("Shape", "images", [mixed], Whole("start", 0), Whole("end", 1));
        string shape = writer.Add("Concat", "shape", [images, writer.Integers(1, 3)], Whole("axis", 0));
        string first = writer.Add("Expand", "expanded", [writer.Weight("token", [1, 2, 3], [1, 1, 3]), shape]);
        string all = writer.Add("Concat", "all", [first, mixed], Whole("axis", 1));
        string slice = writer.Add("Slice", "slice", [all, writer.Integers(0), writer.Integers(2), writer.Integers(1)]);
        string padded = writer.Add("Pad", "padded", [slice, writer.Integers(0, 0, 1, 0, 0, 0)]);
        return [writer.Add("ReduceMean", "mean", [padded], Wholes("axes", 1), Whole("keepdims", 0))];
    }

    private static ModelProto Damaged(string what, TemporaryFolder folder)
    {
        ModelProto model = Graphs.Of(writer => [Graphs.Head(writer, "x")]);
        GraphProto graph = model.Graph;
        TensorProto head = graph.Initializer.Single(tensor => tensor.Name == "head");
        NodeProto Node(string name) => graph.Node.Single(node => node.Name == name);
        switch (what)
        {
            case "outside missing":
                MoveOutside(head, "weights.bin", 0);
                break;
            case "outside elsewhere":
                MoveOutside(head, "../weights.bin", 0);
                break;
            case "outside rooted":
                MoveOutside(head, "/etc/passwd", 0);
                break;
            case "outside by no path":
                MoveOutside(head, "w\0", 0);
                break;
            case "outside in two places":
                MoveOutside(head, "weights.bin", 0);
                head.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../weights.bin" });
                File.WriteAllBytes(folder["weights.bin"], new byte[48]);
                break;
            case "outside short":
                MoveOutside(head, "weights.bin", 0);
                File.WriteAllBytes(folder["weights.bin"], new byte[8]);
                break;
            case "claims more":
                head.Dims[0] = 1L << 40;
                head.Dims[1] = 1;
                break;
            case "claims negative":
                head.Dims[0] = -4;
                break;
            case "claims too much to count":
                head.Dims.Add([1L << 40, 1L << 40]);
                break;
            case "constant claims more":
                var constant = new NodeProto { OpType = "Constant" };
                var value = new TensorProto { DataType = (int)DataType.Float };
                value.Dims.Add(1_000_000_000_000);
                constant.Attribute.Add(new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = value });
                constant.Output.Add("constant");
                graph.Node.Add(constant);
                break;
            case "cycle":
                Node("pooled").Input[0] = "flat";
                break;
            case "given by none":
                Node("pooled").Input[0] = "nowhere";
                break;
            case "given twice":
                graph.Node.Add(Node("answer").Clone());
                break;
            case "unknown operator":
                Node("pooled").OpType = "PoolOfNobody";
                break;
            case "unknown domain":
                Node("pooled").Domain = "com.example\n\u001b[31m";
                break;
            case "two inputs":
                graph.Input.Add(Graphs.Value("y", DataType.Float, 1));
                break;
            case "no input":
                graph.Input.Clear();
                break;
            case "no graph":
                model.Graph = null;
                break;
            case "old operators":
                model.OpsetImport[0].Version = 6;
                break;
            case "examples last":
                return Graphs.Of(writer => [writer.Add("Relu", "answer", ["x"])], 17, 3, 16, 16, "n");
            case "rows":
                return Graphs.Of(writer => [writer.Add("Relu", "answer", ["x"])], 17, "n", 768);
            case "whole numbers":
                return Graphs.Of(writer => [writer.Add("Neg", "answer", ["x"])], 17, "n", 3, 16, 16) is var whole
                    && (whole.Graph.Input[0].Type.TensorType.ElemType = (int)DataType.Int64) > 0 ? whole : model;
            case "input claims more":
                graph.Input[0] = Graphs.Value("x", DataType.Float, "n", 3, 2_000_000_000, 2_000_000_000);
                break;
            case "nothing follows":
                return Graphs.Of(writer => [writer.Add("Relu", "answer", [writer.Weight("w", [1, 2], [1, 2])])]);
            case "large as it turns out":
                return Graphs.Of(writer =>
                {
                    string images = writer.Add("Shape", "images", ["x"], Whole("start", 0), Whole("end", 1));
                    string shape = writer.Add("Concat", "shape", [images, writer.Integers(1_000_000_000, 3)], Whole("axis", 0));
                    string pooled = writer.Add("ReduceMean", "pooled", ["x"], Wholes("axes", 2, 3), Whole("keepdims", 0));
                    string middle = writer.Add("Unsqueeze", "middle", [pooled, writer.Integers(1)]);
                    return [writer.Add("Expand", "answer", [middle, shape])];
                });
            default:
                return Graphs.Of(writer => [Graphs.Head(writer, writer.Add("Resize", "large",
                    ["x", "", writer.Weight("scales", [1, 1, 1e5f, 1e5f], [4])]))]);
        }
        return model;
    }

    private static void MoveOutside(TensorProto tensor, string location, long offset)
    {
        (string, string)[] entries = [("location", location), ("offset", $"{offset}"), ("length", $"{tensor.RawData.Length}")];
        tensor.RawData = ByteString.Empty;
        tensor.DataLocation = DataLocation.External;
        tensor.ExternalData.Clear();
        foreach ((string key, string value) in entries) tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
    }
}
