using System.CommandLine;
using System.CommandLine.Parsing;
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

    /// <summary>The value of an option where a line is checked; the type's own where it is wrong by itself, which it tells.</summary>
    public static T? Whole<T>(this CommandResult given, Option<T> option)
        => given.GetResult(option) is { } result && !result.Errors.Any() ? result.GetValueOrDefault<T>() : default;

    /// <summary>The same of an argument.</summary>
    public static T? Whole<T>(this CommandResult given, Argument<T> argument)
        => given.GetResult(argument) is { } result && !result.Errors.Any() ? result.GetValueOrDefault<T>() : default;

    /// <summary>Whether the option was typed.</summary>
    public static bool Has(this CommandResult given, Option option) => given.GetResult(option) is { Implicit: false };

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
