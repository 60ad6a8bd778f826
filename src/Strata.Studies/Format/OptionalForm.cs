using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Studies.Format;

/// <summary>A value, or null for what the default means.</summary>
internal sealed class OptionalForm<T>(Form<T> form) : Form<T?> where T : struct
{
    public override T? Read(Node node, string path, Problems problems)
        => node.Kind == JsonValueKind.Null ? null : form.Read(node, path, problems);

    public override JsonNode? Write(T? value) => value is { } given ? form.Write(given) : null;

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(form.Schema(), new JsonObject { ["type"] = "null" }) };
}
