using System.Text.RegularExpressions;
using Strata.Reliability.Processes;

namespace Strata.Reliability;

/// <summary>
/// How a command may end. Whatever happens, it says what a person can use: no stack trace, no name of .NET's, nothing endless.
/// </summary>
/// <param name="Codes">Exit codes that are right.</param>
/// <param name="Names">A command that fails must say one of these, such as the file that is at fault; none: whatever it says.</param>
internal sealed partial record Expectation(int[] Codes, params string[] Names)
{
    /// <summary>Stands before a word that should not be there.</summary>
    public const string Says = "which says";

    private const int LongestLine = 1000, LongestText = 20_000;

    public static Expectation Done { get; } = new([0]);

    /// <summary>What is wrong, or null.</summary>
    public string? Problem(Ended ended)
    {
        string said = Cut(ended.Errors.Trim().Length > 0 ? ended.Errors : ended.Output);
        if (ended.Code == Ended.Hung) return $"no end: {said}";
        if (Internals().Match(ended.Errors + "\n" + ended.Output) is { Success: true } found)
            return $"exit code {ended.Code}, {Says} '{found.Value.Trim()}': {said}";
        if (!Codes.Contains(ended.Code)) return $"exit code {ended.Code}: {said}";
        if (ended.Errors.Split('\n').Any(line => line.Length > LongestLine) || ended.Errors.Length > LongestText)
            return $"a message of {ended.Errors.Length} characters: {said}";
        if (ended.Errors.FirstOrDefault(c => char.IsControl(c) && c is not ('\n' or '\t')) is var control and not '\0')
            return $"a control character 0x{(int)control:x2}: {said}";
        if (ended.Code is not (1 or 2)) return null;
        if (ended.Errors.Trim().Length == 0) return $"exit code {ended.Code} without a word";
        return Names.Length == 0 || Names.Any(name => ended.Errors.Contains(name, StringComparison.Ordinal))
            ? null
            : $"exit code {ended.Code} without naming {string.Join(" or ", Names)}: {said}";
    }

    public override string ToString()
        => $"exit code {string.Join(" or ", Codes)}{(Names.Length == 0 ? "" : $", on failure naming {string.Join(" or ", Names)}")}";

    private static string Cut(string text)
    {
        string line = string.Concat(text.Trim().Select(c => c == '\n' ? '⏎' : char.IsControl(c) ? '�' : c));
        return line.Length <= 300 ? line : $"{line[..300]} …";
    }

    /// <summary>Words of .NET and its libraries that mean nothing to who reads them.</summary>
    [GeneratedRegex(@"\bSystem\.[A-Z]\w*|\b[A-Z]\w*Exception\b|\n   at \S+|\bunforeseen\b|BytePosition|LineNumber|Arithmetic operation"
        + @"|\bInt(32|64)\b|Object reference|Index was out|Specified argument|\(Parameter '|Nullable|Unhandled|Value cannot be null"
        + @"|c10::|TorchSharp\.")]
    private static partial Regex Internals();
}
