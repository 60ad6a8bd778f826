using System.CommandLine;

namespace Strata.Cli.Completion;

/// <summary><c>strata complete -- WORDS</c>: how the last word may go on, one on each line; scripts of shells call it.</summary>
internal static class CompleteCommand
{
    public static Command Create()
    {
        var words = new Argument<string[]>("WORDS") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("complete", "Says how a command line may go on, for scripts of shells.") { words };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            foreach (string word in Completions.Of(parsed.RootCommandResult.Command, parsed.GetValue(words) ?? []))
                Console.WriteLine(word);
            return ExitCode.Done;
        });
        return command;
    }
}
