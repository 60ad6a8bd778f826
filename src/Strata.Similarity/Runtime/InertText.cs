using System.Globalization;

namespace Strata.Runtime;

/// <summary>Text as a spreadsheet may read it.</summary>
public static class InertText
{
    /// <summary>
    /// A spreadsheet takes text that begins like this for a formula, and may run it: an apostrophe in front keeps it text. Numbers stay
    /// numbers, whatever their sign.
    /// </summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && "=+-@\t\r\n＝＋－＠".Contains(text[0], StringComparison.Ordinal)
            && !double.TryParse(text, CultureInfo.InvariantCulture, out _) ? "'" + text : text;
    }
}
