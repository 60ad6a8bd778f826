using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Strata.Report.Drawing;

/// <summary>A stretch of a line of text in one typeface and one direction.</summary>
internal readonly record struct TextRun(string Text, SKTypeface Face)
{
    private enum Direction
    {
        Forwards,
        Backwards,
        Number,
        Neutral,
    }

    /// <summary>
    /// The runs of a line in the order in which they stand from left to right. Of the bidirectional algorithm (Unicode, annex 9) this
    /// is what names need: in a line that goes to the right, stretches of right-to-left script with the spaces between their words and
    /// the numbers behind them, which keep their own direction.
    /// </summary>
    public static IReadOnlyList<TextRun> Of(string text, bool bold)
    {
        string[] elements = [.. Elements(text)];
        Direction[] directions = [.. elements.Select(DirectionOf)];
        bool[] backwards = Backwards(directions);
        var runs = new List<TextRun>();
        for (int start = 0, end; start < elements.Length; start = end)
        {
            for (end = start + 1; end < elements.Length && backwards[end] == backwards[start];) end++;
            IEnumerable<TextRun> stretch = Joined(elements[start..end], backwards[start] ? directions[start..end] : [], bold);
            runs.AddRange(backwards[start] ? stretch.Reverse() : stretch);
        }
        return runs;
    }

    /// <summary>What a reader takes for characters: a letter with its accents, an emoji made of several.</summary>
    public static IEnumerable<string> Elements(string text)
    {
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext()) yield return elements.GetTextElement();
    }

    private static bool[] Backwards(Direction[] directions)
    {
        bool[] backwards = new bool[directions.Length];
        Direction strong = Direction.Forwards;
        for (int i = 0; i < directions.Length; i++)
        {
            if (directions[i] is Direction.Forwards or Direction.Backwards) strong = directions[i];
            backwards[i] = directions[i] != Direction.Neutral && strong == Direction.Backwards;
        }
        // A space between two stretches of one direction is theirs.
        int last = -1;
        for (int i = 0; i < directions.Length; i++)
        {
            if (directions[i] == Direction.Neutral) continue;
            if (last >= 0 && backwards[last] && backwards[i]) Array.Fill(backwards, true, last, i - last);
            last = i;
        }
        return backwards;
    }

    /// <param name="directions">Where they part runs: numbers go forwards within a stretch that goes backwards; else empty.</param>
    private static List<TextRun> Joined(string[] elements, Direction[] directions, bool bold)
    {
        var runs = new List<TextRun>();
        bool number = false;
        foreach ((int i, string element) in elements.Index())
        {
            SKTypeface face = Typefaces.For(element, bold);
            bool before = number;
            number = directions.Length > 0 && directions[i] == Direction.Number;
            if (runs.Count > 0 && runs[^1].Face == face && number == before)
                runs[^1] = runs[^1] with { Text = runs[^1].Text + element };
            else runs.Add(new(element, face));
        }
        return runs;
    }

    private static Direction DirectionOf(string element)
    {
        // A lone surrogate arrives as U+FFFD.
        Rune rune = element.EnumerateRunes().First();
        if (IsBackwards(rune.Value)) return Direction.Backwards;
        return Rune.IsDigit(rune) ? Direction.Number
            : Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol ? Direction.Forwards
            : Direction.Neutral;
    }

    /// <summary>The blocks of right-to-left scripts: Hebrew to Arabic, their presentation forms, those beyond the basic plane.</summary>
    private static bool IsBackwards(int rune)
        => rune is >= 0x590 and <= 0x8ff or >= 0xfb1d and <= 0xfdff or >= 0xfe70 and <= 0xfefe or >= 0x10800 and <= 0x10fff
            or >= 0x1e800 and <= 0x1efff;
}
