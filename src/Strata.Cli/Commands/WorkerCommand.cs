using System.CommandLine;
using System.Text;
using Strata.Studies.Running;

namespace Strata.Cli.Commands;

/// <summary><c>strata worker</c>: the process in which a run's steps are done; people do not call it.</summary>
internal static class WorkerCommand
{
    public const string Name = "worker";

    public static Command Create()
    {
        var threads = new Option<int>("--threads") { Required = true };
        var command = new Command(Name, "Does steps of a run, told on standard input.") { threads };
        command.Hidden = true;
        command.SetAction((parsed, stop) =>
        {
            // Standard output belongs to the messages; whatever else would be printed goes where errors go.
            using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
            using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
            Console.SetOut(Console.Error);
            using IDisposable saving = StopSignals.Saving();
            Worker.Run(input, output, parsed.GetValue(threads), stop);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
