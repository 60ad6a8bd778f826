using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Models.Families;

namespace Strata.Studies.Templates;

/// <summary>Writes a study for a person to go on from: above every member what it means, as the schema says it.</summary>
internal static class CommentedStudy
{
    private const int Columns = 120;

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="head">Lines of the comment that comes first.</param>
    public static string Text(IReadOnlyList<string> head, JsonObject study)
    {
        var text = new StringBuilder();
        foreach (string line in head) text.Append("// ").Append(line).Append('\n');
        Write(text, study, StudyFile.Form.Schema(), "", []);
        return text.Append('\n').ToString();
    }

    /// <param name="told">Members that have been explained, so that the entries of a list do not say the same again.</param>
    private static void Write(StringBuilder text, JsonObject value, JsonObject schema, string indent, HashSet<string> told)
    {
        string inner = indent + "  ";
        text.Append("{\n");
        foreach (var (index, (name, member)) in value.Index())
        {
            JsonObject? described = schema["properties"]?[name] as JsonObject;
            if (told.Add(name) && (OfFamily(value, name) ?? Meaning(described)) is { } says)
                foreach (string line in Wrapped(says, Columns - inner.Length - 3))
                    text.Append(inner).Append("// ").Append(line).Append('\n');
            text.Append(inner).Append(JsonSerializer.Serialize(name, s_json)).Append(": ");
            Write(text, member, described ?? [], inner);
            text.Append(index < value.Count - 1 ? ",\n" : "\n");
        }
        text.Append(indent).Append('}');
    }

    private static void Write(StringBuilder text, JsonNode? value, JsonObject schema, string indent)
    {
        if (value is JsonObject whole) Write(text, whole, schema, indent, []);
        else if (value is JsonArray list && list.Any(item => item is JsonObject))
        {
            string inner = indent + "  ";
            var told = new HashSet<string>();
            text.Append("[\n");
            foreach (var (index, item) in list.Index())
            {
                text.Append(inner);
                if (item is JsonObject entry) Write(text, entry, schema["items"] as JsonObject ?? [], inner, told);
                else text.Append(OnOneLine(item));
                text.Append(index < list.Count - 1 ? ",\n" : "\n");
            }
            text.Append(indent).Append(']');
        }
        else text.Append(OnOneLine(value));
    }

    private static string OnOneLine(JsonNode? value)
        => value is JsonArray list ? $"[{string.Join(", ", list.Select(OnOneLine))}]" : value?.ToJsonString(s_json) ?? "null";

    /// <summary>The family's own words for its options: the schema has those of all families.</summary>
    private static string? OfFamily(JsonObject model, string member)
        => model["family"] is { } name && ModelFamilies.All.FirstOrDefault(family => family.Name == $"{name}") is { } known
            && known.Options.FirstOrDefault(option => option.Name == member) is { } option ? FamilySettings.Says(option) : null;

    /// <summary>With the words that a member may be, where its sentence does not say them.</summary>
    private static string? Meaning(JsonObject? schema)
    {
        if (schema?["description"] is not { } description) return null;
        string says = $"{description}";
        return (schema["enum"] ?? schema["items"]?["enum"]) is not JsonArray choices || choices.All(c => says.Contains($"{c}")) ? says
            : $"{says} Known: {string.Join(", ", choices.Select(c => $"{c}"))}.";
    }

    private static IEnumerable<string> Wrapped(string words, int columns)
    {
        var line = new StringBuilder();
        foreach (string word in words.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > columns)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        yield return line.ToString();
    }
}
