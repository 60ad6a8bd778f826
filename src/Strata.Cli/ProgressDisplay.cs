using System.CommandLine;
using Spectre.Console;

namespace Strata.Cli;

/// <summary>
/// Shows on standard error what runs, how far, how fast and how long still: a live bar in a terminal, plain lines elsewhere, nothing with
/// <c>--quiet</c>. Standard output stays free for results.
/// </summary>
internal abstract class ProgressDisplay : IDisposable
{
    /// <summary>
    /// Begins to show progress; dispose of it when the work ends, however it ends. Report(0, total) first makes the remaining time right
    /// from the second report on.
    /// </summary>
    /// <param name="what">Such as <c>training resnet38-1x</c>.</param>
    public static ProgressDisplay Start(ParseResult parsed, string what)
    {
        if (parsed.GetValue(GlobalOptions.Quiet)) return new SilentProgress();
        var state = new ProgressState(what, TimeProvider.System);
        return HasMovableCursor() ? new LiveProgress(state, StandardStream.Error, TimeProvider.System)
            : new PlainProgress(state, Console.Error, TimeProvider.System);
    }

    /// <param name="done">Units finished, such as epochs.</param>
    /// <param name="total">1 for a share, shown in per cent; 0 where it is not known.</param>
    /// <param name="detail">Such as <c>loss 1.23, test 45.1 %, 812 images/s</c>.</param>
    /// <param name="earlier">Units of them that went before and say nothing of how fast this is; else the first report's.</param>
    public abstract void Report(double done, double total, string? detail = null, double? earlier = null);

    /// <summary>Writes a line of its own, such as a warning, without breaking the bar.</summary>
    public abstract void Say(string line);

    public abstract void Dispose();

    private static bool HasMovableCursor()
    {
        if (Console.IsErrorRedirected || Console.WindowWidth < ProgressLine.NarrowestTerminal) return false;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Profile.Capabilities.Ansi;
    }
}
