using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Settings;

/// <summary>A value, or null for what the default means.</summary>
internal sealed class OptionalForm<T>(Form<T> form) : Form<T?> where T : struct
{
    public override string Values => form.Values;

    public override T? Read(Given given, string path, Problems problems)
        => given.Kind == JsonValueKind.Null ? null : form.Read(given, path, problems);

    public override string? Problem(T? value) => value is { } chosen ? form.Problem(chosen) : null;

    public override JsonNode? Write(T? value) => value is { } chosen ? form.Write(chosen) : null;

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(form.Schema(), new JsonObject { ["type"] = "null" }) };
}
