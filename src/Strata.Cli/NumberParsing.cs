using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>
/// Numbers as files have them: a point before the fraction, nothing between thousands. The parser's own way takes <c>0,01</c>, which half
/// the world writes for a hundredth, for 1 with a separator in an odd place.
/// </summary>
internal static class NumberParsing
{
    /// <summary>For every option of a command and of those below it.</summary>
    public static void Apply(Command command)
    {
        foreach (Option option in command.Options)
        {
            if (option is Option<double> number) number.CustomParser = argument => Parse(argument) ?? 0;
            else if (option is Option<double?> optional) optional.CustomParser = Parse;
        }
        foreach (Command below in command.Subcommands) Apply(below);
    }

    private static double? Parse(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) return value;
        argument.AddError(
            $"{((OptionResult)argument.Parent!).Option.Name}: {Foreign.Quoted(text)} is not a "
            + $"number{(text.Contains(',') ? "; write a point before the fraction" : "")}");
        return null;
    }
}
