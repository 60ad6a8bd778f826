using System.Globalization;
using System.Text.Json;
using Strata.Runtime;

namespace Strata.Models;

/// <summary>Reads typed values from a weights file's metadata and collects what is missing or malformed.</summary>
internal sealed class MetadataReader(IReadOnlyDictionary<string, string> metadata)
{
    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public int Integer(string name)
        => Read(name, text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null,
            (int?)null, "a whole number");

    public double Number(string name, double? standard = null)
        => Read(name, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null,
            standard, "a number");

    public bool Boolean(string name, bool? standard = null)
        => Read(name, text => bool.TryParse(text, out bool value) ? value : null, standard, "true or false");

    public int[] Integers(string name)
    {
        if (metadata.TryGetValue(name, out string? text))
        {
            try
            {
                if (JsonSerializer.Deserialize<int[]>(text) is { } values) return values;
            }
            catch (JsonException)
            {
                // Told below, with the value, like every other malformed entry.
            }
        }
        _problems.Add(Problem(name, text, "a list of whole numbers such as [6,6,6]"));
        return [];
    }

    private T Read<T>(string name, Func<string, T?> parse, T? standard, string expected) where T : struct
    {
        string? text = metadata.GetValueOrDefault(name);
        T? value = text is null ? standard : parse(text);
        if (value is null) _problems.Add(Problem(name, text, expected));
        return value ?? default;
    }

    private static string Problem(string name, string? text, string expected)
        => text is null ? $"metadata '{name}' is missing"
        : $"metadata '{name}': {Foreign.Quoted(text)} is not {expected}";
}
