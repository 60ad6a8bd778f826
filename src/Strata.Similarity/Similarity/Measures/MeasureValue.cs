namespace Strata.Similarity.Measures;

/// <summary>A value, or the reason why there is none.</summary>
/// <param name="Value">Null where undefined.</param>
/// <param name="Reason">Null where defined.</param>
public sealed record MeasureValue(double? Value, string? Reason)
{
    internal static MeasureValue Of(double value) => new(value, null);

    internal static MeasureValue Undefined(string reason) => new(null, reason);
}
