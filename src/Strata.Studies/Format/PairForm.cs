using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Settings;

namespace Strata.Studies.Format;

/// <summary>Two names in an array.</summary>
internal sealed class PairForm(string example) : Form<ModelPair>
{
    private static readonly TextForm s_name = new();

    public override ModelPair? Read(Given given, string path, Problems problems)
    {
        if (given.Kind == JsonValueKind.Array && given.Items.Count == 2)
            return new(s_name.Read(given.Items[0], $"{path}[0]", problems)!, s_name.Read(given.Items[1], $"{path}[1]", problems)!);
        problems.Add(given, path, $"{given.Shown} is not a pair such as {example}");
        return null;
    }

    public override JsonNode Write(ModelPair value) => new JsonArray(value.A, value.B);

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = s_name.Schema(), ["minItems"] = 2, ["maxItems"] = 2 };
}
