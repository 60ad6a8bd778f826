using Google.Protobuf;
using global::Onnx;
using Strata.Data;
using Strata.Runtime;

namespace Strata.Onnx.Files;

/// <summary>An ONNX file whose weights are as large as they claim to be; nothing of it has been run.</summary>
/// <param name="Path">The file.</param>
/// <param name="Opset">Version of the standard operators.</param>
internal sealed record OnnxFile(string Path, ModelProto Proto, int Opset)
{
    /// <summary>Operators before this version broadcast otherwise.</summary>
    private const int FirstOpset = 7;

    private const string What = "an ONNX model", LocationKey = "location";

    private static readonly string[] s_standard = ["", "ai.onnx"];

    /// <summary>Whether a file is to be read as ONNX, by its first bytes or its name.</summary>
    /// <exception cref="InvalidFileException">It cannot be read.</exception>
    public static bool IsOne(string path)
    {
        using FileStream file = InputFile.Open(path, "a model");
        return FileFormat.IsOnnx(FileFormat.Start(file))
            || System.IO.Path.GetExtension(path).Equals(".onnx", StringComparison.OrdinalIgnoreCase);
    }

    /// <exception cref="InvalidFileException">No ONNX model, a damaged one, or one whose weights are not there.</exception>
    public static OnnxFile Read(string path)
    {
        byte[] content = InputFile.ReadAll(path, What, Array.MaxLength);
        ReadOnlySpan<byte> start = content.AsSpan(0, Math.Min(content.Length, FileFormat.Prefix));
        if (!FileFormat.IsOnnx(start) && FileFormat.Refusal(path, start, Wanted.Weights, What) is { } other) throw other;
        ModelProto model;
        try
        {
            model = ModelProto.Parser.ParseFrom(content);
        }
        catch (InvalidProtocolBufferException damaged)
        {
            throw new InvalidFileException(path, $"is no ONNX model, or a damaged one: {Foreign.Words(damaged.Message)}", damaged);
        }
        if (model.Graph is not { Node.Count: > 0 } graph) throw new InvalidFileException(path, "holds no graph of operators");
        long opset = model.OpsetImport.Where(set => s_standard.Contains(set.Domain)).Select(set => set.Version).DefaultIfEmpty(0).Max();
        if (opset is < FirstOpset or > int.MaxValue)
            throw new InvalidFileException(path, $"has operators of version {opset}, expected {FirstOpset} or more");
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        foreach (TensorProto tensor in Tensors(graph))
            if (WeightTensor.Problem(tensor, folder) is { } problem)
                throw new InvalidFileException(path, $"tensor {Foreign.Quoted(tensor.Name)} {problem}");
        return new(path, model, (int)opset);
    }

    /// <summary>
    /// Identifies the graph and the weights outside of it: SHA-256 of the file, or of the list of hashes where weights lie in other files.
    /// </summary>
    public string Hash()
    {
        string[] others = [.. Outside(Proto).Select(Location).Distinct().Order(StringComparer.Ordinal)];
        string own = ContentHash.Of(Path);
        return others.Length == 0 ? own
            : ContentHash.OfText(string.Join('\n', others.Select(other => $"{other}={ContentHash.Of(Beside(other))}").Prepend(own)));
    }

    /// <summary>
    /// Writes the graph with all of its weights into another folder, where NAME.onnx and NAME-1.weights and so on lie beside each other.
    /// </summary>
    /// <param name="name">Without its ending.</param>
    /// <param name="normalization">What its images are normalised by, which goes into its metadata; null: nothing.</param>
    public void CopyTo(string folder, string name, Normalization? normalization)
    {
        ModelProto copy = Proto.Clone();
        var moved = new Dictionary<string, string>();
        foreach (TensorProto tensor in Outside(copy))
        {
            string location = Location(tensor);
            if (!moved.TryGetValue(location, out string? to))
            {
                moved[location] = to = $"{name}-{moved.Count + 1}.weights";
                // Not File.Copy, which makes the copy read-only where the file is.
                using FileStream from = InputFile.Open(Beside(location), "weights of an ONNX model"),
                    file = File.Create(System.IO.Path.Combine(folder, to));
                from.CopyTo(file);
            }
            foreach (StringStringEntryProto entry in tensor.ExternalData.Where(entry => entry.Key == LocationKey)) entry.Value = to;
        }
        foreach (StringStringEntryProto said in copy.MetadataProps.Where(entry => entry.Key == Normalization.MetadataName).ToArray())
            copy.MetadataProps.Remove(said);
        if (normalization is not null) copy.MetadataProps.Add(new StringStringEntryProto
        {
            Key = Normalization.MetadataName,
            Value = $"{normalization}",
        });
        AtomicFile.Write(System.IO.Path.Combine(folder, $"{name}.onnx"), copy.WriteTo);
    }

    private string Beside(string location)
        => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, location);

    private static IEnumerable<TensorProto> Outside(ModelProto model)
        => Tensors(model.Graph).Where(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External);

    private static string Location(TensorProto tensor) => tensor.ExternalData.First(entry => entry.Key == LocationKey).Value;

    /// <summary>Weights and constants, those of graphs inside operators too; the parser bounds how deep these are.</summary>
    private static IEnumerable<TensorProto> Tensors(GraphProto graph)
        => graph.Initializer.Concat(graph.Node.SelectMany(node => node.Attribute).SelectMany(attribute =>
            (attribute.T is { } constant ? [constant] : Enumerable.Empty<TensorProto>()).Concat(attribute.Tensors)
            .Concat((attribute.G is { } inner ? [inner] : Enumerable.Empty<GraphProto>()).Concat(attribute.Graphs).SelectMany(Tensors))));
}
