using System.Text.RegularExpressions;

namespace Strata.EndToEnd.Tests.Guide;

/// <summary>A fenced block of a document, with what the comment in front of it says of its test.</summary>
/// <param name="Line">Of the opening fence, from 1.</param>
/// <param name="Language">Behind the fence, such as <c>sh</c>.</param>
/// <param name="Text">Between the fences.</param>
internal sealed record Fence(string Document, int Line, string Language, string Text)
{
    /// <summary>Why it is not run; null where it is.</summary>
    public string? Skip { get; init; }

    /// <summary>Options of a small run, for every command that is called as the block's first.</summary>
    public string With { get; init; } = "";

    /// <summary>What must be there afterwards.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Where a reader would save it; null for what is only to be read.</summary>
    public string? SaveAs { get; init; }

    /// <summary>Each command as it is run.</summary>
    public IEnumerable<string> Commands()
    {
        string[] lines = Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Select(line => Called(line) == Called(lines[0]) ? Smaller(line) : line);
    }

    /// <summary>Such as <c>strata run</c>.</summary>
    private static string Called(string line) => string.Join(' ', line.Split(' ').Take(2));

    /// <summary>With the options of <see cref="With"/>, each in place of the line's own; <c>--set</c> may stand there many times.</summary>
    private string Smaller(string line)
    {
        foreach (string[] option in With.Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2))
        {
            var own = new Regex($@" {option[0]} \S+");
            string small = $" {option[0]} '{option[1]}'";
            line = option[0] != "--set" && own.IsMatch(line) ? own.Replace(line, small) : line + small;
        }
        return line;
    }
}
