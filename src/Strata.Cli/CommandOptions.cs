using System.CommandLine;

namespace Strata.Cli;

/// <summary>Lets a command list the options of settings among its others.</summary>
internal static class CommandOptions
{
    public static void Add<T>(this Command command, SettingOptions<T> options)
    {
        foreach (Option option in options.All) command.Options.Add(option);
    }
}
