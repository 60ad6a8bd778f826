using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Settings;

namespace Strata.Studies.Format;

/// <summary>A rule by name, or pairs of model names.</summary>
internal sealed class AcrossForm : Form<Across>
{
    private static readonly ChoiceForm<string> s_rule = new([.. Across.Rules.Select(r => (r, r))]);
    private static readonly TextForm s_name = new();

    public override Across? Read(Given given, string path, Problems problems)
    {
        if (given.Kind != JsonValueKind.Array) return s_rule.Read(given, path, problems) is { } rule ? new(rule, []) : null;
        var pairs = new List<ModelPair>();
        for (int i = 0; i < given.Items.Count; i++)
        {
            Given pair = given.Items[i];
            if (pair.Kind == JsonValueKind.Array && pair.Items.Count == 2)
                pairs.Add(new(s_name.Read(pair.Items[0], $"{path}[{i}][0]", problems)!,
                    s_name.Read(pair.Items[1], $"{path}[{i}][1]", problems)!));
            else problems.Add(pair, $"{path}[{i}]",
                $"{pair.Shown} is not a pair of model names such as [\"resnet38-1x-s0\", \"resnet14-1x-s*\"]");
        }
        return new(null, pairs);
    }

    public override JsonNode Write(Across value)
        => value.Rule is { } rule ? rule : new JsonArray([.. value.Pairs.Select(p => new JsonArray(p.A, p.B))]);

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(s_rule.Schema(), new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "array", ["items"] = s_name.Schema(), ["minItems"] = 2, ["maxItems"] = 2 },
        }),
    };
}
