using System.Globalization;
using Strata.Runtime;

namespace Strata.Data;

/// <summary>A share in (0, 1], kept as it was written so that 1/16 stays exact and readable.</summary>
public readonly record struct Fraction
{
    private Fraction(long numerator, long denominator) => (Numerator, Denominator) = (numerator, denominator);

    public static Fraction One { get; } = new(1, 1);

    public long Numerator { get; }
    public long Denominator { get; }

    public double Value => (double)Numerator / Denominator;

    /// <summary>⌊fraction × count⌋ without rounding error.</summary>
    public int Of(int count) => (int)(count * (Int128)Numerator / Denominator);

    /// <summary>Reads <c>1</c>, <c>1/16</c> or <c>0.25</c>.</summary>
    /// <exception cref="FormatException">No such number, or outside (0, 1].</exception>
    public static Fraction Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('/');
        long numerator = 0, denominator = 0;
        bool read = parts.Length == 2
            ? long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out numerator)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out denominator)
            : parts.Length == 1 && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            && FromDecimal(value, out numerator, out denominator);
        if (!read || numerator <= 0 || denominator < numerator)
            throw new FormatException($"{Foreign.Quoted(text)} is no fraction such as 1, 1/16 or 0.25, greater than 0 and at most 1");
        long divisor = (long)System.Numerics.BigInteger.GreatestCommonDivisor(numerator, denominator);
        return new(numerator / divisor, denominator / divisor);
    }

    private static bool FromDecimal(decimal value, out long numerator, out long denominator)
    {
        // Nine decimals hold every fraction a person types; more digits are cut, not refused.
        denominator = 1_000_000_000;
        numerator = value is > 0 and <= 1 ? (long)(value * denominator) : 0;
        return numerator > 0;
    }

    /// <summary><c>1/16</c>, or <c>1</c>.</summary>
    public override string ToString() => Denominator == 1 ? $"{Numerator}" : $"{Numerator}/{Denominator}";
}
