using System.Text.Json;
using System.Text.Unicode;
using Strata.Runtime;

namespace Strata.Checkpoints;

/// <summary>Parses and checks the JSON header of a safetensors file against the number of bytes that follow it.</summary>
internal sealed class SafetensorsHeaderReader(string path, long dataLength)
{
    private const int MaximumDimensions = 16;

    public SafetensorsHeader Read(byte[] json)
    {
        if (!Utf8.IsValid(json)) throw Invalid("is not UTF-8");
        var metadata = new OrderedDictionary<string, string>();
        var entries = new List<SafetensorsEntry>();
        try
        {
            ReadObject(json, metadata, entries);
        }
        catch (JsonException wrong)
        {
            throw Invalid($"is no valid JSON: {JsonProblem.Sentence(wrong, line: null)}", wrong);
        }
        catch (InvalidOperationException wrong)
        {
            // How the JSON reader reports an escape that is half of a surrogate pair.
            throw Invalid("holds a string that is no text", wrong);
        }
        CheckLayout(entries);
        return new SafetensorsHeader(metadata, entries, 8 + json.LongLength);
    }

    private void ReadObject(ReadOnlySpan<byte> json, OrderedDictionary<string, string> metadata, List<SafetensorsEntry> entries)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
        var names = new HashSet<string>();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw Invalid("does not start with '{'");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (!names.Add(name)) throw Invalid($"has {Foreign.Quoted(name)} twice");
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw Invalid($"has no object for {Foreign.Quoted(name)}");
            if (name == SafetensorsFile.MetadataName) ReadMetadata(ref reader, metadata);
            else entries.Add(ReadEntry(ref reader, name));
        }
        // Padding may follow, anything else is an error that the reader throws.
        reader.Read();
    }

    private void ReadMetadata(ref Utf8JsonReader reader, OrderedDictionary<string, string> metadata)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String) throw Invalid($"has metadata {Foreign.Quoted(key)} that is no string");
            if (!metadata.TryAdd(key, reader.GetString()!)) throw Invalid($"has metadata {Foreign.Quoted(key)} twice");
        }
    }

    private SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        string? type = null;
        List<long>? shape = null, offsets = null;
        string tensor = $"tensor {Foreign.Quoted(name)}";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string member = reader.GetString()!;
            reader.Read();
            bool first = member switch
            {
                "dtype" => type is null,
                "shape" => shape is null,
                "data_offsets" => offsets is null,
                _ => throw Invalid($"{tensor} has an unknown member {Foreign.Quoted(member)}"),
            };
            if (!first) throw Invalid($"{tensor} has '{member}' twice");
            if (member == "dtype")
                type = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw Invalid($"{tensor}: dtype is no string");
            else if (member == "shape") shape = ReadNumbers(ref reader, $"{tensor}: shape");
            else offsets = ReadNumbers(ref reader, $"{tensor}: data_offsets");
        }
        if (type is null || shape is null || offsets is null)
            throw Invalid($"{tensor} lacks {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        return Checked(tensor, name, type, shape, offsets);
    }

    private SafetensorsEntry Checked(string tensor, string name, string type, List<long> shape, List<long> offsets)
    {
        int size = type switch
        {
            "F64" or "I64" => 8,
            "F32" or "I32" => 4,
            "F16" or "BF16" => 2,
            "U8" => 1,
            _ => throw Invalid($"{tensor} has dtype {Foreign.Quoted(type)}; F64, F32, F16, BF16, I64, I32 and U8 are read"),
        };
        string sizes = $"[{string.Join(", ", shape)}]";
        long count = 1;
        foreach (long dimension in shape)
        {
            if (dimension > int.MaxValue) throw Invalid($"{tensor} has shape {sizes}, dimensions up to {int.MaxValue} are read");
            // Both factors stay below 2^31, so the product cannot overflow before it is refused.
            count *= dimension;
            if (count > Array.MaxLength) throw Invalid($"{tensor} has shape {sizes}, up to {Array.MaxLength} elements are read");
        }
        if (offsets.Count != 2) throw Invalid($"{tensor} has {offsets.Count} data_offsets, expected two");
        (long begin, long end) = (offsets[0], offsets[1]);
        if (begin > end || end > dataLength) throw Invalid($"{tensor} lies at bytes {begin} to {end} of the data, which has {dataLength}");
        if (end - begin != count * size) throw Invalid($"{tensor} has {end - begin} bytes, {type} {sizes} takes {count * size}");
        return new SafetensorsEntry(name, type, [.. shape.Select(dimension => (int)dimension)], begin, end);
    }

    private List<long> ReadNumbers(ref Utf8JsonReader reader, string what)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Invalid($"{what} is no array");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                throw Invalid($"{what} holds something other than whole numbers from 0 to 2^63 - 1");
            if (numbers.Count == MaximumDimensions) throw Invalid($"{what} has more than {MaximumDimensions} numbers");
            numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>The tensors must fill the data one after the other: no overlap, no gap, nothing behind the last.</summary>
    private void CheckLayout(List<SafetensorsEntry> entries)
    {
        long end = 0;
        string last = "the header";
        foreach (SafetensorsEntry entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            string tensor = $"tensor {Foreign.Quoted(entry.Name)}";
            if (entry.Begin < end) throw Invalid($"{tensor} starts at byte {entry.Begin} of the data, inside {last} which ends at {end}");
            if (entry.Begin > end)
                throw Invalid($"{tensor} starts at byte {entry.Begin} of the data, {entry.Begin - end} bytes after {last}");
            (end, last) = (entry.End, tensor);
        }
        if (end != dataLength)
            throw Invalid($"{last} ends at byte {end} of the data, which has {dataLength}: {dataLength - end} bytes belong to no tensor");
    }

    private InvalidFileException Invalid(string problem, Exception? inner = null)
        => new(path, problem.StartsWith("tensor ", StringComparison.Ordinal) ? problem : $"the header {problem}", inner);
}
