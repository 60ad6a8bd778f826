using System.Globalization;

namespace Strata.Runtime;

/// <summary>Numbers as people write them: <c>0.02</c>, and <c>1e-6</c> where .NET writes 1E-06.</summary>
public static class WrittenNumber
{
    /// <summary>All digits that the number has, under every culture.</summary>
    public static string Of(IFormattable number)
    {
        ArgumentNullException.ThrowIfNull(number);
        string text = number.ToString(null, CultureInfo.InvariantCulture);
        return text.Split('E') is [var digits, var exponent]
            ? $"{digits}e{int.Parse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)}" : text;
    }
}
