namespace Strata.Runtime;

/// <summary>The most by which rounding to nearest moves a number, relative to it (IEEE 754).</summary>
public static class UnitRoundoff
{
    /// <summary>2⁻¹¹.</summary>
    public const double OfHalf = 1.0 / (1 << 11);

    /// <summary>2⁻²⁴.</summary>
    public const double OfSingle = 1.0 / (1 << 24);

    /// <summary>2⁻⁵³.</summary>
    public const double OfDouble = 1.0 / (1L << 53);
}
