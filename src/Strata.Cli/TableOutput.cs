using Spectre.Console;

namespace Strata.Cli;

/// <summary>Tables on standard output: as wide as the terminal, or as wide as they are where a file or a pipe takes them.</summary>
internal static class TableOutput
{
    /// <summary>Wider than any table.</summary>
    private const int Unbounded = 1000;

    public static void Write(Table table)
    {
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = Unbounded;
        AnsiConsole.Write(table);
    }
}
