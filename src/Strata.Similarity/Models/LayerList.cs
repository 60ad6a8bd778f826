using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Runtime;

namespace Strata.Models;

/// <summary>
/// The files that say what the layers of an axis are: <c>layers_a.json</c>, <c>layers_b.json</c>, and <c>layers.json</c> of a folder of
/// activations.
/// </summary>
public static class LayerList
{
    private const string What = "list of layers";

    /// <summary>Writes an array in order of <c>{ "index", "name", "kind", "stage", "block", "shape" }</c>, one layer a line.</summary>
    public static void Write(string path, IReadOnlyList<LayerInfo> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        IEnumerable<string> lines = layers.Select(layer => "  " + new JsonObject
        {
            ["index"] = layer.Index,
            ["name"] = layer.Name,
            ["kind"] = layer.Kind,
            ["stage"] = layer.Stage,
            ["block"] = layer.Block,
            ["shape"] = new JsonArray([.. layer.Shape.Select(size => (JsonNode)size)]),
        }.ToJsonString());
        AtomicFile.WriteText(path, layers.Count == 0 ? "[]\n" : $"[\n{string.Join(",\n", lines)}\n]\n");
    }

    /// <summary>Reads such an array; members beyond those are left alone.</summary>
    /// <exception cref="InvalidFileException">Missing, no JSON, or a layer whose place, name, kind, stage, block or shape is not as it must
    /// be.</exception>
    public static IReadOnlyList<LayerInfo> Read(string path) => Read(path, (_, layer) => layer);

    /// <summary>As <see cref="Read"/>, each layer with the <c>file</c> that holds its activations.</summary>
    internal static IReadOnlyList<(LayerInfo Layer, string File)> ReadWithFiles(string path)
        => Read(path, (entry, layer) => (layer, entry.Text("file")));

    private static List<T> Read<T>(string path, Func<Entry, LayerInfo, T> result)
    {
        JsonElement list = Parse(path);
        if (list.ValueKind != JsonValueKind.Array)
            throw new InvalidFileException(path, $"holds {Describe(list)}, expected an array of layers");
        var layers = new List<T>(list.GetArrayLength());
        try
        {
            foreach (JsonElement json in list.EnumerateArray())
            {
                var entry = new Entry(json, layers.Count, path);
                layers.Add(result(entry, entry.Layer()));
            }
        }
        catch (InvalidOperationException wrong)
        {
            // JSON that is well formed as bytes can still hold half a surrogate pair; the reader says so only when the text is asked for.
            throw new InvalidFileException(path, $"layer {layers.Count} has a text that is no Unicode", wrong);
        }
        return layers;
    }

    private static JsonElement Parse(string path)
    {
        byte[] text = InputFile.ReadJson(path, $"a {What}", JsonFile.Largest);
        return JsonFile.Guard(path, What, () =>
        {
            // A stream, whose byte order mark is passed over.
            using var content = new MemoryStream(text);
            using JsonDocument document = JsonDocument.Parse(content);
            return document.RootElement.Clone();
        });
    }

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => value.GetRawText() is { Length: <= 40 } number ? number : "a very long number",
        _ => value.GetRawText(),
    };

    private readonly struct Entry(JsonElement json, int place, string path)
    {
        public LayerInfo Layer()
        {
            if (json.ValueKind != JsonValueKind.Object) throw Wrong($"is {Describe(json)}, expected an object");
            if (Number("index") != place) throw Wrong($"has {Describe(Member("index"))} for index, expected {place}");
            return new(place, Text("name"), Text("kind"), Number("stage"), Number("block"), Shape());
        }

        public string Text(string member)
        {
            JsonElement value = Member(member);
            string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return text is { Length: > 0 and <= 1000 } && !text.Any(char.IsControl) ? text
                : throw Wrong($"has {Describe(value)} for {member}, expected a text of 1 to 1000 printable characters");
        }

        private JsonElement Member(string member) => json.TryGetProperty(member, out JsonElement value) ? value : default;

        private int? Number(string member)
        {
            JsonElement value = Member(member);
            if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 0
                ? number : throw Wrong($"has {Describe(value)} for {member}, expected null or an integer from 0");
        }

        private int[] Shape()
        {
            JsonElement value = Member("shape");
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 64)
                throw Wrong($"has {Describe(value)} for shape, expected an array of at most 64 sizes");
            var shape = new List<int>();
            long features = 1;
            foreach (JsonElement size in value.EnumerateArray())
            {
                if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out int number) || number < 1)
                    throw Wrong($"has {Describe(size)} in its shape, expected integers from 1");
                features *= number;
                if (features > Array.MaxLength) throw Wrong($"has more than {Array.MaxLength} numbers per example");
                shape.Add(number);
            }
            return [.. shape];
        }

        private InvalidFileException Wrong(string problem) => new(path, $"layer {place} {problem}");
    }
}
