using System.Text;
using Spectre.Console;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>Progress as one line of a terminal.</summary>
internal static class ProgressLine
{
    /// <summary>Below this a terminal has no room for a line that says anything.</summary>
    public const int NarrowestTerminal = 20;

    private const int BarWidth = 20, LeastName = 10;

    /// <summary>One line of at most so many columns: the name gives way first, then the bar, then the end.</summary>
    public static string Of(ProgressState state, int columns)
    {
        string name = Foreign.Path(state.What), summary = Foreign.Path(state.Summary());
        int rest = columns - summary.GetCellWidth() - 2;
        string bar = "";
        if (rest >= Math.Min(name.GetCellWidth(), 2 * LeastName) + BarWidth + 1 && state.Total > 0)
        {
            int filled = (int)Math.Round(BarWidth * Math.Clamp(state.Done / state.Total, 0, 1));
            bar = $" {new string('━', filled)}{new string('─', BarWidth - filled)}";
            rest -= BarWidth + 1;
        }
        return Cut($"{Cut(name, Math.Max(LeastName, rest))}{bar}  {summary}", columns);
    }

    private static string Cut(string text, int columns)
    {
        if (text.GetCellWidth() <= columns) return text;
        int width = 0, kept = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            width += rune.ToString().GetCellWidth();
            if (width > columns - 1) break;
            kept += rune.Utf16SequenceLength;
        }
        return text[..kept] + "…";
    }
}
