using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Strata.Cli;

/// <summary>Help as a person reads it: lines of a page's width, words of the usage by name, and nothing that no command takes.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    /// <summary>Columns where nobody says how many there are, as in a file or a pager; longer lines are not read across.</summary>
    private const int PageWidth = 100;

    private readonly HelpAction _written;

    private HelpText(HelpAction written) => _written = written;

    /// <summary>The option, for all commands.</summary>
    public static HelpOption Option()
    {
        var option = new HelpOption();
        option.Action = new HelpText((HelpAction)option.Action!);
        return option;
    }

    /// <summary>In a usage stands what an argument is called; what it may be stands in its description.</summary>
    public static void Name(Command command)
    {
        foreach (Argument argument in command.Arguments) argument.HelpName ??= argument.Name;
        foreach (Option option in command.Options.Where(option => option is not Option<bool> && option.Arity.MaximumNumberOfValues > 0))
            option.HelpName ??= option.Name.TrimStart('-');
        foreach (Command below in command.Subcommands) Name(below);
    }

    /// <summary>Help that is asked for is given, though something is missing.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        // Mistakes tells of words too many; the text would offer to take them.
        parseResult.CommandResult.Command.TreatUnmatchedTokensAsErrors = true;
        _written.MaxWidth = Terminal.Columns is { } columns ? Math.Clamp(columns, ProgressLine.NarrowestTerminal, PageWidth) : PageWidth;
        return _written.Invoke(parseResult);
    }
}
