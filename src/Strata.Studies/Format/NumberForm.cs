using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Strata.Studies.Format;

/// <summary>A number in a range.</summary>
/// <param name="above">The range begins above its minimum.</param>
/// <param name="below">The range ends below its maximum.</param>
internal sealed class NumberForm<T>(T minimum, T maximum, bool above = false, bool below = false) : Form<T> where T : struct, INumber<T>
{
    private static bool Whole => T.Zero is int or long;

    public override T Read(Node node, string path, Problems problems)
    {
        // 1e3 and 10.0 are whole numbers too.
        bool read = node.Kind == JsonValueKind.Number
            & T.TryParse(Plain(node.Text), NumberStyles.Float, CultureInfo.InvariantCulture, out T value);
        if (!read || !(above ? value > minimum : value >= minimum) || !(below ? value < maximum : value <= maximum))
            problems.Add(node, path,
                $"{node.Shown} is not a {(Whole ? "whole " : "")}number {(above ? "above" : "from")} {minimum} "
                + $"{(below ? "and below" : "to")} {maximum}");
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
        [above ? "exclusiveMinimum" : "minimum"] = Write(minimum),
        [below ? "exclusiveMaximum" : "maximum"] = Write(maximum),
    };
}
