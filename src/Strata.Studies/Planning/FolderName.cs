using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Strata.Studies.Planning;

/// <summary>Names of artifacts, which are those of their folders.</summary>
internal static class FolderName
{
    /// <summary>
    /// File systems take 255 bytes. Around an artifact's name stand the kind and the ending of a note on a failure; in that of a
    /// comparison stand those of two models, whole.
    /// </summary>
    private const int MostBytes = 215, MostOfModel = 100;

    /// <summary>The name itself; a longer one is cut, and ends in a hash of the whole.</summary>
    public static string Of(string name) => Of(name, MostBytes);

    /// <inheritdoc cref="Of(string)"/>
    public static string OfModel(string name) => Of(name, MostOfModel);

    private static string Of(string name, int most)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length <= most) return name;
        string hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..8];
        var cut = new StringBuilder();
        int left = most - hash.Length - 1;
        foreach (Rune rune in name.EnumerateRunes())
        {
            if ((left -= rune.Utf8SequenceLength) < 0) break;
            cut.Append(rune);
        }
        return $"{cut}-{hash}";
    }

    /// <summary>What a file or folder of a user's is called, as part of a name; what may not stay becomes dashes.</summary>
    public static string Part(string foreign)
    {
        var part = new StringBuilder();
        foreach (Rune rune in foreign.EnumerateRunes())
        {
            if (Stays(rune) && rune.Value != '-') part.Append(rune);
            else if (part.Length == 0 || part[^1] != '-') part.Append('-');
        }
        return part.ToString();
    }

    /// <summary>Whether a name may hold it: letters and digits of any script, their marks, dots, dashes and underscores.</summary>
    public static bool Stays(Rune rune)
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
