namespace Strata.Studies.Reproduction;

/// <summary>Scales by their names, and what differs between them.</summary>
public static class Scales
{
    /// <summary>From the smallest.</summary>
    public static IReadOnlyList<Scale> All { get; } = Enum.GetValues<Scale>();

    /// <summary>As typed: <c>tiny</c>.</summary>
    public static string Name(this Scale scale) => $"{scale}".ToLowerInvariant();

    /// <summary>What belongs to the scale.</summary>
    internal static T Of<T>(this Scale scale, T tiny, T small, T paper) => scale switch
    {
        Scale.Tiny => tiny,
        Scale.Small => small,
        _ => paper,
    };
}
