using System.CommandLine;

namespace Strata.Cli.Completion;

/// <summary><c>strata completion</c>: the script by which a shell completes commands, options and values.</summary>
internal static class CompletionCommand
{
    private static readonly string[] s_shells = ["bash", "zsh", "fish", "pwsh"];

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." };
        shell.AcceptOnlyFromAmong(s_shells);
        var command = new Command("completion",
            "Prints a script with which the shell completes commands, options and their values.\n\nExample: strata completion bash > "
            + "~/.local/share/bash-completion/completions/strata") { shell };
        command.SetAction(parsed =>
        {
            using Stream script = typeof(CompletionCommand).Assembly.GetManifestResourceStream($"strata.{parsed.GetValue(shell)}")!;
            using var reader = new StreamReader(script);
            Console.Write(reader.ReadToEnd());
            return ExitCode.Done;
        });
        return command;
    }
}
