using System.Text.RegularExpressions;

namespace Strata.Reliability.Reporting;

/// <summary>Something that must not happen, and did.</summary>
/// <param name="What">The situation.</param>
/// <param name="Command">How to see it again.</param>
/// <param name="Seen">What happened.</param>
/// <param name="Expected">What should have.</param>
/// <param name="Times">How often the like was seen.</param>
internal sealed partial record Violation(string What, string Command, string Seen, string Expected, int Times)
{
    /// <summary>
    /// Whether both have one cause: they differ in numbers, quoted values and the text behind a word that should not be there alone.
    /// </summary>
    public bool IsLike(Violation other) => Cause == other.Cause;

    private string Cause => $"{Values().Replace(What, "#")}\n{Values().Replace(Behind().Replace(Seen, "$1"), "#")}";

    [GeneratedRegex("'[^'\n]*'|[0-9A-Fa-f]*[0-9][0-9A-Fa-f]*")]
    private static partial Regex Values();

    [GeneratedRegex($"({Expectation.Says} '.*?'): .*", RegexOptions.Singleline)]
    private static partial Regex Behind();
}
