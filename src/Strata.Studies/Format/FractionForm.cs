using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Data;

namespace Strata.Studies.Format;

/// <summary>A share of the data: <c>1</c>, <c>0.25</c> or <c>"1/16"</c>.</summary>
internal sealed class FractionForm : Form<Fraction>
{
    public override Fraction Read(Node node, string path, Problems problems)
    {
        try
        {
            if (node.Kind is JsonValueKind.Number or JsonValueKind.String) return Fraction.Parse(node.Text);
            problems.Add(node, path, $"{node.Shown} is no fraction such as 1, \"1/16\" or 0.25, greater than 0 and at most 1");
        }
        catch (FormatException wrong)
        {
            problems.Add(node, path, wrong.Message);
        }
        return default;
    }

    public override JsonNode Write(Fraction value) => value == Fraction.One ? 1 : value.ToString();

    public override JsonObject Schema() => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["maximum"] = 1 },
            new JsonObject { ["type"] = "string", ["pattern"] = "^([0-9]+/[0-9]+|1|0?\\.[0-9]+)$" }),
    };
}
