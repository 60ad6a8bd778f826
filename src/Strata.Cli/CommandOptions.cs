using System.CommandLine;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>Options that the library describes or checks.</summary>
internal static class CommandOptions
{
    /// <summary>Lists the options of settings among a command's others.</summary>
    public static void Add<T>(this Command command, SettingOptions<T> options)
    {
        foreach (Option option in options.All) command.Options.Add(option);
    }

    /// <summary>Refuses, while the line is parsed, what the library refuses to read.</summary>
    /// <param name="read">Its message begins with the option's name without dashes.</param>
    public static void CheckBy(this Option<string> option, Action<string> read)
        => option.Validators.Add(given =>
        {
            if (given.Tokens is not [var word]) return;
            try
            {
                read(word.Value);
            }
            catch (InvalidOptionsException wrong)
            {
                foreach (string problem in wrong.Problems) given.AddError($"--{problem}");
            }
        });
}
