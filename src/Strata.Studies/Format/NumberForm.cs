using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Runtime;

namespace Strata.Studies.Format;

/// <summary>A number in a range.</summary>
internal sealed class NumberForm<T>(OptionRange<T> range) : Form<T> where T : struct, INumber<T>, IMinMaxValue<T>
{
    private static bool Whole => T.Zero is int or long;

    public override T Read(Node node, string path, Problems problems)
    {
        // 1e3 and 10.0 are whole numbers too.
        bool read = node.Kind == JsonValueKind.Number
            & T.TryParse(Plain(node.Text), NumberStyles.Float, CultureInfo.InvariantCulture, out T value);
        if (!read || !range.Contains(value)) problems.Add(node, path, $"{node.Shown} is not a {(Whole ? "whole " : "")}number {range}");
        return value;
    }

    private static string Plain(string number)
        => Whole && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
        && value == decimal.Truncate(value)
            ? decimal.Truncate(value).ToString(CultureInfo.InvariantCulture) : number;

    public override JsonNode Write(T value) => JsonValue.Create(value)!;

    public override JsonObject Schema() => new()
    {
        ["type"] = Whole ? "integer" : "number",
        [range.Above ? "exclusiveMinimum" : "minimum"] = Write(range.Minimum),
        [range.Below ? "exclusiveMaximum" : "maximum"] = Write(range.Maximum),
    };
}
