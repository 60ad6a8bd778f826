using Spectre.Console;

namespace Strata.Cli;

/// <summary>Tables on standard output: as wide as the terminal, or as wide as they are where a file or a pipe takes them.</summary>
internal static class TableOutput
{
    /// <summary>Wider than any table, and the least that a table can be read in: a narrower terminal breaks its lines.</summary>
    private const int Unbounded = 1000, Narrowest = 60;

    public static void Write(Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        console.Profile.Width = Terminal.Columns is { } columns ? Math.Max(Narrowest, columns) : Unbounded;
        console.Write(table);
    }
}
