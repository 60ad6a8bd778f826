using System.Globalization;

namespace Strata.Runtime;

/// <summary>Numbers as people write them: <c>0.02</c>, and <c>1e-6</c> where .NET writes 1E-06.</summary>
public static class WrittenNumber
{
    /// <summary>Under every culture; all digits that the number has, or those that a format such as G2 leaves.</summary>
    public static string Of(IFormattable number, string? format = null)
    {
        ArgumentNullException.ThrowIfNull(number);
        string text = number.ToString(format, CultureInfo.InvariantCulture);
        return text.Split('E') is [var digits, var exponent]
            ? $"{digits}e{int.Parse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)}" : text;
    }
}
