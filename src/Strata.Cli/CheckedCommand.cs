using System.CommandLine;
using System.CommandLine.Parsing;

namespace Strata.Cli;

/// <summary>
/// A command with options that are right or wrong only together. The parser's own checks of a command would keep those of its options from
/// being told with them.
/// </summary>
internal sealed class CheckedCommand(string name, string description) : Command(name, description)
{
    /// <summary>Each gives a sentence for every problem, also where options are wrong by themselves.</summary>
    public List<Func<CommandResult, IEnumerable<string>>> Checks { get; } = [];
}
