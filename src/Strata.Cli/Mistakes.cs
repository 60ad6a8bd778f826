using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Strata.Runtime;
using Strata.Settings;

namespace Strata.Cli;

/// <summary>What is wrong with a command line: a sentence for each mistake, with what was probably meant.</summary>
internal static class Mistakes
{
    /// <summary>Unmatched words are told here, with a suggestion, and not by the parser.</summary>
    public static void TakeOver(Command command)
    {
        command.TreatUnmatchedTokensAsErrors = false;
        foreach (Command below in command.Subcommands) TakeOver(below);
    }

    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string typed = Typed(parsed.CommandResult);
        string[] unmatched = [.. parsed.UnmatchedTokens];
        // Help that is asked for is given, though something is missing.
        bool asksForHelp = parsed.Action is HelpText;
        if (command.Subcommands.Count > 0)
        {
            string[] commands = [.. command.Subcommands.Where(below => !below.Hidden).Select(below => below.Name)];
            // What follows a word that is no command belongs to what was meant.
            if (unmatched is [var first, ..])
                return [IsOption(first) ? OfOption(first, typed, parsed, out _)
                    : $"{Foreign.Quoted(first)} is no command of {typed}{Suggestion.For(first, commands)}"];
            if (command.Action is null && !asksForHelp) return [$"{typed} needs a command: {string.Join(", ", commands)}"];
        }
        var told = new List<string>();
        var meant = new List<string>();
        bool isValue = false;
        foreach (string word in unmatched)
        {
            if (IsOption(word))
            {
                told.Add(OfOption(word, typed, parsed, out string? near));
                if (near is not null) meant.Add(near);
            }
            else if (!isValue)
            {
                told.Add($"{Foreign.Quoted(word)} is one argument too many for {typed}");
            }
            isValue = IsOption(word);
        }
        // That an option is missing which was mistyped need not be told.
        told.AddRange(parsed.Errors.Select(error => OfValue(error.Message))
            .Where(message => !meant.Any(option => message.Contains($"'{option}'", StringComparison.Ordinal))));
        if (command is CheckedCommand { Checks: var checks } && !asksForHelp)
            told.AddRange(checks.SelectMany(check => check(parsed.CommandResult)));
        return told;
    }

    /// <summary>The commands that were typed, such as <c>strata data check</c>.</summary>
    public static string Typed(CommandResult given)
        => given.Parent is CommandResult above ? $"{Typed(above)} {given.Command.Name}" : given.Command.Name;

    /// <summary>The parser's own sentence, but for one with a line for each value that there is.</summary>
    private static string OfValue(string message)
    {
        Match unknown = Regex.Match(message, @"^Argument '(?<given>.*)' not recognized\. Must be one of:(?:\s*'(?<known>[^']*)')+\s*$",
            RegexOptions.Singleline);
        return unknown.Success ? $"{Foreign.Quoted(unknown.Groups["given"].Value)} is unknown"
            + Suggestion.For(unknown.Groups["given"].Value, unknown.Groups["known"].Captures.Select(each => each.Value))
            : Foreign.Words(message);
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]);

    private static string OfOption(string word, string typed, ParseResult parsed, out string? near)
    {
        string name = word.Split('=')[0];
        IEnumerable<Option> options = parsed.CommandResult.Command.Options;
        for (SymbolResult? above = parsed.CommandResult.Parent; above is CommandResult command; above = above.Parent)
            options = options.Concat(command.Command.Options.Where(option => option.Recursive));
        near = Suggestion.Nearest(name, options.Where(option => !option.Hidden).Select(option => option.Name));
        return $"{Foreign.Quoted(name)} is no option of {typed}{(near is null ? "" : $"; did you mean '{near}'?")}";
    }
}
