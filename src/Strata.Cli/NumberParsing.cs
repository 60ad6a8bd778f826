using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>
/// Numbers as files have them under every culture: a point before the fraction, nothing between thousands. The parser's own way takes
/// <c>0,01</c>, which half the world writes for a hundredth, for 1 with a separator in an odd place, and refuses <c>-1</c> where minus is
/// another sign.
/// </summary>
internal static class NumberParsing
{
    /// <summary>For every option of a command and of those below it.</summary>
    public static void Apply(Command command)
    {
        foreach (Option option in command.Options)
        {
            switch (option)
            {
                case Option<double> number: number.CustomParser = argument => Parse<double>(argument) ?? 0; break;
                case Option<double?> number: number.CustomParser = Parse<double>; break;
                case Option<int> number: number.CustomParser = argument => Parse<int>(argument) ?? 0; break;
                case Option<int?> number: number.CustomParser = Parse<int>; break;
                case Option<long> number: number.CustomParser = argument => Parse<long>(argument) ?? 0; break;
            }
        }
        foreach (Command below in command.Subcommands) Apply(below);
    }

    private static T? Parse<T>(ArgumentResult argument) where T : struct, INumber<T>
    {
        string text = argument.Tokens[0].Value;
        bool whole = T.Zero is int or long;
        NumberStyles style = whole ? NumberStyles.AllowLeadingSign : NumberStyles.Float;
        if (T.TryParse(text, style, CultureInfo.InvariantCulture, out T value)) return value;
        string expected = T.Zero is int ? $"a whole number up to {int.MaxValue}" : whole ? "a whole number"
            : text.Contains(',') ? "a number; write a point before the fraction" : "a number";
        argument.AddError($"{((OptionResult)argument.Parent!).Option.Name}: {Foreign.Quoted(text)} is not {expected}");
        return null;
    }
}
