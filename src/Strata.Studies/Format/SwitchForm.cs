using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Studies.Format;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class SwitchForm : Form<bool>
{
    public override bool Read(Node node, string path, Problems problems)
    {
        if (node.Kind is not (JsonValueKind.True or JsonValueKind.False)) problems.Add(node, path, $"{node.Shown} is not true or false");
        return node.Kind == JsonValueKind.True;
    }

    public override JsonNode Write(bool value) => value;

    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}
