using System.Globalization;
using System.Runtime.CompilerServices;

namespace Strata;

/// <summary>
/// All tests run under a culture that writes numbers and dates as no file may have them. It is made by hand: real cultures need ICU, which
/// not every machine has (<c>CultureTests</c> of the end-to-end tests takes those).
/// </summary>
internal static class ForeignCulture
{
    [ModuleInitializer]
    internal static void Use()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        NumberFormatInfo numbers = culture.NumberFormat;
        numbers.NumberDecimalSeparator = numbers.PercentDecimalSeparator = numbers.CurrencyDecimalSeparator = ",";
        numbers.NumberGroupSeparator = numbers.PercentGroupSeparator = numbers.CurrencyGroupSeparator = ".";
        (numbers.NegativeSign, numbers.PositiveSign) = ("\u2212", "\uFF0B");
        (numbers.NaNSymbol, numbers.PositiveInfinitySymbol, numbers.NegativeInfinitySymbol) = ("ei", "raja", "alaraja");
        (culture.DateTimeFormat.DateSeparator, culture.DateTimeFormat.TimeSeparator) = (".", ".");
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = culture;
    }
}
