using System.Globalization;
using System.Text.Json;
using Strata.Models.Families;
using Strata.Runtime;

namespace Strata.Models;

/// <summary>Reads typed values from a weights file's metadata and collects what is missing or malformed.</summary>
internal sealed class MetadataReader(IReadOnlyDictionary<string, string> metadata)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public int Integer(string name)
    {
        string? text = metadata.GetValueOrDefault(name);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)) return value;
        Add(name, text, "a whole number");
        return 0;
    }

    /// <summary>Null where the value is wrong, or missing though the axes of a family are in every file.</summary>
    public object? Value(FamilyOption option)
    {
        string? text = metadata.GetValueOrDefault(option.MetadataName);
        object? standard = option.Name is "depth" or "width" ? null : option.Standard;
        object? value = text is null ? standard : option.Parse(text);
        if (value is null) Add(option.MetadataName, text, option.Expected);
        return value;
    }

    /// <summary>Null where it is missing.</summary>
    public int[]? Integers(string name)
    {
        if (!metadata.TryGetValue(name, out string? text)) return null;
        try
        {
            if (JsonSerializer.Deserialize<int[]>(text) is { } values) return values;
        }
        catch (JsonException)
        {
            // Told below, with the value, like every other malformed entry.
        }
        Add(name, text, "a list of whole numbers such as [6,6,6]");
        return null;
    }

    private void Add(string name, string? text, string expected)
        => _problems.Add(text is null ? $"metadata '{name}' is missing" : $"metadata '{name}': {Foreign.Quoted(text)} is not {expected}");
}
