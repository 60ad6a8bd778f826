using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Strata.Settings;

/// <summary>A string.</summary>
/// <param name="pattern">What it must match, or null.</param>
/// <param name="problem">What is wrong with a string beyond the pattern, or null; begins after the value.</param>
internal sealed class TextForm(string? pattern = null, string? meaning = null, Func<string, string?>? problem = null) : Form<string>
{
    /// <summary>In .NET, unlike in a schema, $ lets a line end follow.</summary>
    private readonly string? _whole = pattern is [.. var before, '$'] ? $@"{before}\z" : pattern;

    public override string Values => meaning ?? "";

    public override string? Read(Given given, string path, Problems problems)
    {
        // A word that is typed is text where text is asked for, also if it reads as a number.
        if (given.Kind != JsonValueKind.String && !(given.MayBeWord && given.Kind == JsonValueKind.Number))
            problems.Add(given, path, $"{given.Shown} is not a string");
        else if (pattern is not null && !Regex.IsMatch(given.Text, _whole!)) problems.Add(given, path, $"{given.Shown} is not {meaning}");
        else if (problem?.Invoke(given.Text) is { } wrong) problems.Add(given, path, wrong);
        return given.Text;
    }

    public override JsonNode Write(string value) => value;

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (pattern is not null) schema["pattern"] = pattern;
        return schema;
    }
}
