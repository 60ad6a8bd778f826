using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Settings;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class SwitchForm : Form<bool>
{
    public override string Values => "true or false";

    public override bool Read(Given given, string path, Problems problems)
    {
        if (given.Kind is not (JsonValueKind.True or JsonValueKind.False)) problems.Add(given, path, $"{given.Shown} is not {Values}");
        return given.Kind == JsonValueKind.True;
    }

    public override JsonNode Write(bool value) => value;

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
