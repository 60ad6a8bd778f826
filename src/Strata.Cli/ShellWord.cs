using System.CommandLine;

namespace Strata.Cli;

/// <summary>Words as a shell takes them.</summary>
internal static class ShellWord
{
    /// <summary>In quotes where the shell would make more of it.</summary>
    public static string Of(string word) => word.Length == 0 || word.Any(c => !char.IsLetterOrDigit(c) && !"-_./:=,@+[]".Contains(c))
        ? $"'{word.Replace("'", "'\\''")}'" : word;

    /// <summary>Those of some options that were given, such as <c> --layers add --passes 2</c>, each behind a blank.</summary>
    public static string Given(ParseResult parsed, IEnumerable<Option> options)
        => string.Concat(options.Select(option => (option.Name, Result: parsed.GetResult(option)))
            .Where(given => given.Result is { Implicit: false })
            .SelectMany(given => given.Result!.Tokens.Select(token => Of(token.Value)).Prepend(given.Name)).Select(word => $" {word}"));
}
