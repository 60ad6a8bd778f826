using System.Text.Json.Nodes;

namespace Strata.Benchmarks;

/// <summary>
/// What a benchmark is about: a ratio of two timings of one session, or a number with a unit, with the target that was set for it.
/// </summary>
/// <param name="Name">What is compared with what, such as "exact / bare pass".</param>
/// <param name="Target">At least, or at most, as <paramref name="Better"/> says; null where none was set.</param>
/// <param name="Unit">Null for a ratio. Only ratios can be compared between sessions.</param>
internal sealed record Figure(string Name, double Value, Better Better, double? Target = null, string? Unit = null)
{
    /// <summary>Null where there is no target.</summary>
    public bool? Reached => Target is not { } target ? null : Better == Better.Higher ? Value >= target : Value <= target;

    /// <summary>How many times better than an earlier value of the same figure; below 1 it is worse.</summary>
    public double Over(Figure earlier) => Better == Better.Higher ? Value / earlier.Value : earlier.Value / Value;

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["name"] = Name, ["value"] = Value, ["better"] = Better == Better.Higher ? "higher" : "lower" };
        if (Unit is not null) json["unit"] = Unit;
        if (Target is { } target) (json["target"], json["reached"]) = (target, Reached);
        return json;
    }

    public static Figure FromJson(JsonNode json) => new(
        json["name"]!.GetValue<string>(), json["value"]!.GetValue<double>(), json["better"]!.GetValue<string>() == "higher" ? Better.Higher
        : Better.Lower,
        json["target"]?.GetValue<double>(), json["unit"]?.GetValue<string>());
}
