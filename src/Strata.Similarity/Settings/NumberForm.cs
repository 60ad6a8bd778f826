using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Runtime;

namespace Strata.Settings;

/// <summary>A number in a range.</summary>
internal sealed class NumberForm<T>(OptionRange<T> range) : Form<T> where T : struct, INumber<T>, IMinMaxValue<T>
{
    private static bool Whole => T.Zero is int or long;

    public override string Values
        => $"a {(Whole ? "whole " : "")}number{(range.Minimum == T.MinValue && range.Maximum == T.MaxValue ? "" : $" {range}")}";

    public override T Read(Given given, string path, Problems problems)
    {
        // 1e3 and 10.0 are whole numbers too.
        bool read = given.Kind == JsonValueKind.Number
            & T.TryParse(Plain(given.Text), NumberStyles.Float, CultureInfo.InvariantCulture, out T value);
        if (!read || !range.Contains(value))
            problems.Add(given, path, $"{given.Shown} is not {Values}"
                + (!Whole && given.Text.Contains(',', StringComparison.Ordinal) ? "; write a point before the fraction" : ""));
        return value;
    }

    private static string Plain(string number)
        => Whole && decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
        && value == decimal.Truncate(value)
            ? decimal.Truncate(value).ToString(CultureInfo.InvariantCulture) : number;

    public override JsonNode Write(T value) => value switch
    {
        int number => number,
        long number => number,
        _ => double.CreateChecked(value),
    };

    public override JsonObject Schema() => new()
    {
        ["type"] = Whole ? "integer" : "number",
        [range.Above ? "exclusiveMinimum" : "minimum"] = Write(range.Minimum),
        [range.Below ? "exclusiveMaximum" : "maximum"] = Write(range.Maximum),
    };

    public override string? Problem(T value) => range.Contains(value) ? null : $"{value} is not {Values}";
}
