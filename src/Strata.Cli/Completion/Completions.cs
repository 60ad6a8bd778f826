using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace Strata.Cli.Completion;

/// <summary>How the last word of a command line may go on; empty where only files can follow, which shells know.</summary>
internal static class Completions
{
    /// <param name="words">What was typed behind the program's name; the last word may be empty.</param>
    public static IReadOnlyList<string> Of(Command root, IReadOnlyList<string> words)
    {
        string last = words.Count > 0 ? words[^1] : "";
        CommandResult typed = root.Parse([.. words.SkipLast(1)]).CommandResult;
        Option[] options = [.. OptionsOf(typed).Where(option => !option.Hidden)];
        if (words.Count > 1 && options.FirstOrDefault(option => option.Name == words[^2] && TakesValue(option)) is { } open)
            return Going(last, Values(open.CompletionSources));
        if (last.Split('=', 2) is [var name, var value] && options.FirstOrDefault(option => option.Name == name) is { } set)
            return [.. Going(value, Values(set.CompletionSources)).Select(found => $"{name}={found}")];
        if (last.StartsWith('-')) return Going(last, options.Select(option => option.Name));
        return Going(last, [.. typed.Command.Subcommands.Where(below => !below.Hidden).Select(below => below.Name),
            .. typed.Command.Arguments.SelectMany(argument => Values(argument.CompletionSources))]);
    }

    private static IEnumerable<Option> OptionsOf(CommandResult typed)
    {
        IEnumerable<Option> options = typed.Command.Options;
        for (SymbolResult? above = typed.Parent; above is CommandResult command; above = above.Parent)
            options = options.Concat(command.Command.Options.Where(option => option.Recursive));
        return options;
    }

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    private static IEnumerable<string> Values(IEnumerable<Func<CompletionContext, IEnumerable<CompletionItem>>> sources)
        => sources.SelectMany(source => source(CompletionContext.Empty)).Select(item => item.Label);

    private static IReadOnlyList<string> Going(string word, IEnumerable<string> all)
        => [.. all.SelectMany(each => each.StartsWith(word, StringComparison.Ordinal) ? [each]
            // Behind imagefolder: and its like a path follows.
            : each.EndsWith(':') && word.StartsWith(each, StringComparison.Ordinal) ? Paths(word[each.Length..]).Select(path => each + path)
            : []).Distinct().Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Paths(string typed)
    {
        string folder = Path.GetDirectoryName(typed) ?? "", name = Path.GetFileName(typed);
        var found = new DirectoryInfo(folder.Length == 0 ? "." : folder);
        if (!found.Exists) return [];
        var visible = new EnumerationOptions { MatchType = MatchType.Simple };
        return found.EnumerateFileSystemInfos("*", visible).Where(entry => entry.Name.StartsWith(name, StringComparison.Ordinal))
            .Select(entry => Path.Combine(folder, entry.Name) + (entry is DirectoryInfo ? "/" : ""));
    }
}
