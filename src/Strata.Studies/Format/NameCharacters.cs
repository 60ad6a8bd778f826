using System.Globalization;
using System.Text;

namespace Strata.Studies.Format;

/// <summary>What names of studies, groups and artifacts are made of.</summary>
internal static class NameCharacters
{
    /// <summary>Whether a name may hold it: letters and digits of any script, their marks, dots, dashes and underscores.</summary>
    public static bool Holds(Rune rune)
        => IsLetterOrDigit(rune) || rune.Value is '.' or '-' or '_' || (IsMark(rune) && !IsUnseen(rune));

    public static bool IsLetterOrDigit(Rune rune)
        => (Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber) && !IsUnseen(rune);

    private static bool IsMark(Rune rune)
        => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.EnclosingMark;

    /// <summary>Letters and marks of which nothing is seen: fillers of Hangul, the joiner of graphemes, selectors of variants.</summary>
    private static bool IsUnseen(Rune rune)
        => rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or (>= 0x180B and <= 0x180F)
            or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
}
