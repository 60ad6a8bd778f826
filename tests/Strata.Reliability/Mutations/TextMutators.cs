using System.Text;
using System.Text.RegularExpressions;
using Strata.Runtime;

namespace Strata.Reliability.Mutations;

/// <summary>Damage to files that are text, or whose header is.</summary>
internal static partial class TextMutators
{
    private static readonly string[] s_numbers =
    [
        "0", "-0", "-1", "1", "2147483647", "2147483648", "-2147483649", "4294967296", "9223372036854775807",
        "9223372036854775808", "99999999999999999999999", "1e308", "1e999", "-1e999", "1e-320", "0.5", "1,5", "NaN", "Infinity", "0x10",
        "007", "+5", "1_000", "１２",
    ];

    private static readonly string[] s_pieces =
    [
        "\0", "\n", "\r\n", "\t", "\e[31m", "\e]0;x\a", "\"", "\\", "\\ud800", "\\u0000", "'", "[", "]", "{", "}", ",", ":", "/", "../",
        "é", "中文", "\u202e", "\u00a0", "<script>", "{{", "[[[", "null", "true",
    ];

    public static IReadOnlyList<Mutator> All { get; } = [ReplaceNumber, ReplaceNumber, InsertPiece, InsertLength, RepeatLine];

    /// <summary>One number of the first kilobytes becomes one at the end of its range, or none.</summary>
    public static byte[] ReplaceNumber(byte[] sound, RandomSequence random)
    {
        MatchCollection found = Number().Matches(Head(sound));
        if (found.Count == 0) return ByteMutators.FlipBits(sound, random);
        Match number = found[random.Next(found.Count)];
        return Replace(sound, number.Index, number.Length, s_numbers[random.Next(s_numbers.Length)]);
    }

    /// <summary>Something that means something to a parser, a terminal, a page or a path.</summary>
    public static byte[] InsertPiece(byte[] sound, RandomSequence random)
        => Replace(sound, random.Next(Head(sound).Length + 1), 0, s_pieces[random.Next(s_pieces.Length)]);

    /// <summary>Very long, or nested very deeply.</summary>
    public static byte[] InsertLength(byte[] sound, RandomSequence random)
    {
        IEnumerable<string> pieces = Enumerable.Repeat(s_pieces[random.Next(s_pieces.Length)], 1 + random.Next(20_000));
        return Replace(sound, random.Next(Head(sound).Length + 1), 0, string.Concat(pieces));
    }

    public static byte[] RepeatLine(byte[] sound, RandomSequence random)
    {
        MatchCollection lines = Line().Matches(Head(sound));
        Match line = lines[random.Next(lines.Count)];
        return Replace(sound, line.Index, 0, line.Value);
    }

    /// <summary>A byte is a character, so that positions are those of the bytes.</summary>
    private static string Head(byte[] bytes) => Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 1 << 14));

    private static byte[] Replace(byte[] bytes, int at, int length, string by)
        => [.. bytes[..at], .. Encoding.UTF8.GetBytes(by), .. bytes[(at + length)..]];

    [GeneratedRegex(@"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"[^\n]*\n?")]
    private static partial Regex Line();
}
