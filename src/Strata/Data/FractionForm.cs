using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Settings;

namespace Strata.Data;

/// <summary>A share of the data: <c>1</c>, <c>0.25</c> or <c>"1/16"</c>.</summary>
internal sealed class FractionForm : Form<Fraction>
{
    public override string Values => "a fraction such as 1, 1/16 or 0.25, greater than 0 and at most 1";

    public override Fraction Read(Given given, string path, Problems problems)
    {
        try
        {
            if (given.Kind is JsonValueKind.Number or JsonValueKind.String) return Fraction.Parse(given.Text);
            problems.Add(given, path, $"{given.Shown} is not {Values}");
        }
        catch (FormatException wrong)
        {
            problems.Add(given, path, wrong.Message);
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
