using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Strata.Studies.Format;

/// <summary>A string.</summary>
/// <param name="pattern">What it must match, or null.</param>
/// <param name="problem">What is wrong with a string beyond the pattern, or null; begins after the value.</param>
internal sealed class TextForm(string? pattern = null, string? meaning = null, Func<string, string?>? problem = null) : Form<string>
{
    public override string? Read(Node node, string path, Problems problems)
    {
        if (node.Kind != JsonValueKind.String) problems.Add(node, path, $"{node.Shown} is not a string");
        else if (pattern is not null && !Regex.IsMatch(node.Text, pattern)) problems.Add(node, path, $"{node.Shown} is not {meaning}");
        else if (problem?.Invoke(node.Text) is { } wrong) problems.Add(node, path, wrong);
        return node.Text;
    }

    public override JsonNode Write(string value) => value;

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (pattern is not null) schema["pattern"] = pattern;
        return schema;
    }
}
