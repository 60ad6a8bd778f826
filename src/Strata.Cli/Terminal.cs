namespace Strata.Cli;

/// <summary>What standard output is shown in.</summary>
internal static class Terminal
{
    /// <summary>Null where it is a file or a pipe, or a terminal that does not say, as one on a serial line.</summary>
    public static int? Columns => !Console.IsOutputRedirected && Console.WindowWidth is > 0 and var columns ? columns : null;
}
