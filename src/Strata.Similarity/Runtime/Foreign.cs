using System.Globalization;
using System.Text;

namespace Strata.Runtime;

/// <summary>Text that comes from outside (names of files, values in them, classes) as it may stand in a message or on a terminal.</summary>
public static class Foreign
{
    /// <summary>The most characters of a text that a message repeats.</summary>
    public const int Longest = 80;

    /// <summary>
    /// The text in single quotes on one line, without what would steer a terminal: control characters, marks of direction and lone
    /// surrogates as <c>\u001B</c>; cut after <see cref="Longest"/> characters as they are written, with how many there were.
    /// </summary>
    public static string Quoted(string? text) => $"'{Escaped(text, Longest)}'";

    /// <summary>A sentence of a library that may repeat such text: without quotes, and cut where nobody reads on.</summary>
    public static string Words(string? text) => Escaped(text, 4 * Longest);

    /// <summary>The same without quotes and uncut, for paths, which a user needs whole.</summary>
    public static string Path(string? path) => Escaped(path, int.MaxValue);

    private static string Escaped(string? text, int longest)
    {
        if (text is null) return "";
        var written = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (written.Length >= longest) return written.Append(CultureInfo.InvariantCulture, $"… ({text.Length} characters)").ToString();
            // A lone surrogate arrives as U+FFFD.
            if (Shown(rune)) written.Append(rune);
            else written.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
        }
        return written.ToString();
    }

    private static bool Shown(Rune rune)
        => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);
}
