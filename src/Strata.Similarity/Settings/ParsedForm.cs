using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Settings;

/// <summary>What has a short text of its own, or null or <c>none</c>; an array stands for its entries with commas between them.</summary>
/// <param name="meaning">What it may be, in words.</param>
/// <param name="types">What the JSON schema lets it be.</param>
internal sealed class ParsedForm<T>(string meaning, params string[] types) : Form<T?> where T : class, IParsable<T>
{
    private const string None = "none";

    public override string Values => meaning;

    public override T? Read(Given given, string path, Problems problems)
    {
        if (given.Kind == JsonValueKind.Null || given.Text == None) return null;
        string? text = given.Kind switch
        {
            JsonValueKind.String or JsonValueKind.Number => given.Text,
            JsonValueKind.Array => string.Join(',', given.Items.Select(item => item.Text)),
            _ => null,
        };
        if (T.TryParse(text, CultureInfo.InvariantCulture, out T? value)) return value;
        problems.Add(given, path, $"{given.Shown} is not {Values}");
        return null;
    }

    public override JsonNode? Write(T? value) => value?.ToString();

    public override JsonObject Schema() => new() { ["type"] = new JsonArray([.. types.Append("null").Select(type => (JsonNode)type)]) };
}
