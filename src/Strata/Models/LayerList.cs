using System.Globalization;
using System.Text.Json;
using Strata.Runtime;

namespace Strata.Models;

/// <summary>The files that say what the layers of an axis are: <c>layers_a.json</c>, <c>layers_b.json</c>, and <c>layers.json</c> of a folder of activations.</summary>
public static class LayerList
{
    /// <summary>A list of a few thousand layers is some hundred kB; a file beyond this is something else.</summary>
    private const long MaximumBytes = 1 << 26;

    /// <summary>Writes an array in order of <c>{ "index", "name", "kind", "stage", "block", "shape" }</c>, one layer a line.</summary>
    public static void Write(string path, IReadOnlyList<LayerInfo> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        IEnumerable<string> lines = layers.Select(layer => "  " + JsonSerializer.Serialize(
            new { index = layer.Index, name = layer.Name, kind = layer.Kind, stage = layer.Stage, block = layer.Block, shape = layer.Shape }));
        AtomicFile.WriteText(path, layers.Count == 0 ? "[]\n" : $"[\n{string.Join(",\n", lines)}\n]\n");
    }

    /// <summary>Reads such an array; members beyond those are left alone.</summary>
    /// <exception cref="InvalidFileException">Missing, no JSON, or a layer whose place, name, kind, stage, block or shape is not as it must be.</exception>
    public static IReadOnlyList<LayerInfo> Read(string path) => [.. ReadEntries(path).Select(entry => entry.Layer)];

    /// <summary>As <see cref="Read"/>, each layer with its whole JSON object.</summary>
    internal static IReadOnlyList<(LayerInfo Layer, JsonElement Json)> ReadEntries(string path)
    {
        JsonElement list = Parse(path);
        if (list.ValueKind != JsonValueKind.Array) throw new InvalidFileException(path, $"holds {Describe(list)}, expected an array of layers");
        var entries = new List<(LayerInfo, JsonElement)>(list.GetArrayLength());
        foreach (JsonElement entry in list.EnumerateArray()) entries.Add((Layer(entry, entries.Count, path), entry));
        return entries;
    }

    private static JsonElement Parse(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length > MaximumBytes) throw new InvalidFileException(path, $"has {file.Length} bytes, expected a list of layers of at most {MaximumBytes}");
            using JsonDocument document = JsonDocument.Parse(file);
            return document.RootElement.Clone();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidFileException(path, "does not exist", missing);
        }
        catch (JsonException wrong)
        {
            throw new InvalidFileException(path, $"is no JSON: {wrong.Message}", wrong);
        }
        catch (Exception wrong) when (wrong is UnauthorizedAccessException or NotSupportedException)
        {
            throw new InvalidFileException(path, Directory.Exists(path) ? "is a folder, expected a list of layers" : $"cannot be read: {wrong.Message}", wrong);
        }
    }

    private static LayerInfo Layer(JsonElement entry, int place, string path)
    {
        if (entry.ValueKind != JsonValueKind.Object) throw Wrong($"is {Describe(entry)}, expected an object");
        if (Number("index") != place) throw Wrong($"has index {Describe(Member("index"))}, expected {place}");
        string name = Text("name"), kind = Text("kind");
        return new(place, name, kind, Number("stage"), Number("block"), Shape());

        JsonElement Member(string member) => entry.TryGetProperty(member, out JsonElement value) ? value : default;

        string Text(string member)
        {
            JsonElement value = Member(member);
            string? text = value.ValueKind == JsonValueKind.String ? ReadText(value, path, place) : null;
            return text is { Length: > 0 and <= 1000 } && !text.Any(char.IsControl) ? text : throw Wrong($"has {Describe(value)} for {member}, expected a text of 1 to 1000 characters");
        }

        int? Number(string member)
        {
            JsonElement value = Member(member);
            if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return null;
            return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 0
                ? number : throw Wrong($"has {Describe(value)} for {member}, expected null or an integer from 0");
        }

        int[] Shape()
        {
            JsonElement value = Member("shape");
            if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 64) throw Wrong($"has {Describe(value)} for shape, expected an array of at most 64 sizes");
            var shape = new List<int>();
            long features = 1;
            foreach (JsonElement size in value.EnumerateArray())
            {
                if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out int number) || number < 1) throw Wrong($"has {Describe(size)} in its shape, expected integers from 1");
                features *= number;
                if (features > Array.MaxLength) throw Wrong($"has more than {Array.MaxLength} numbers per example");
                shape.Add(number);
            }
            return [.. shape];
        }

        InvalidFileException Wrong(string problem) => new(path, $"layer {place.ToString(CultureInfo.InvariantCulture)} {problem}");
    }

    /// <summary>The text of a JSON string, or the complaint that half of a surrogate pair stands in it.</summary>
    internal static string ReadText(JsonElement value, string path, int place)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException wrong)
        {
            throw new InvalidFileException(path, $"layer {place} has a text that is no Unicode", wrong);
        }
    }

    internal static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => value.GetRawText() is { Length: <= 40 } number ? number : "a very long number",
        _ => value.GetRawText(),
    };
}
