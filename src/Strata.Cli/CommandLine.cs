using System.CommandLine;
using System.Runtime.InteropServices;
using Strata.Cli.Commands;
using Strata.Cli.Completion;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>Parses, runs one command, and turns whatever happens into a sentence and an exit code.</summary>
internal static class CommandLine
{
    public const string Interrupted = "Interrupted.";

    public static int Run(string[] args)
    {
        StandardStream.Install();
        using var signals = new StopSignals();
        NativeEnvironment.Prepare();
        // Not a RootCommand: that would call itself after the assembly.
        var root = new Command("strata", "Shows what families of neural networks learn as they grow wider or deeper.")
        {
            HelpText.Option(), new VersionOption(),
        };
        root.Options.Add(GlobalOptions.Quiet);
        root.Options.Add(GlobalOptions.Verbose);
        root.Options.Add(GlobalOptions.Device);
        foreach (Command command in Commands()) root.Subcommands.Add(command);
        root.SetAction(_ =>
        {
            Console.WriteLine(Welcome.Text);
            return ExitCode.Done;
        });
        EverywhereOptions.AddTo(root);
        NumberParsing.Apply(root);
        HelpText.Name(root);
        Mistakes.TakeOver(root);

        ParseResult parsed = root.Parse(args);
        if (Mistakes.Of(parsed) is { Count: > 0 } mistakes)
        {
            foreach (string mistake in mistakes) Console.Error.WriteLine(mistake);
            Console.Error.WriteLine($"Try '{Mistakes.Typed(parsed.CommandResult)} --help'.");
            return ExitCode.WrongUsage;
        }

        try
        {
            EverywhereOptions.Apply(parsed);
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return parsed.InvokeAsync(configuration, signals.Token).GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // What nobody foresaw is a fault of ours; a user still gets a sentence, and the trace on request.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return Tell(failure, parsed, signals.Received);
        }
        finally
        {
            NewFolders.RemoveEmpty();
            StandardInput.Forget();
        }
    }

    private static Command[] Commands() =>
    [
        NewCommand.Create(),
        RunCommand.Create(),
        ReproduceCommand.Create(),
        MatchCommand.Create(),
        StatusCommand.Create(),
        CancelCommand.Create(),
        VerifyCommand.Create(),
        CleanCommand.Create(),
        ReportCommand.Create(),
        SchemaCommand.Create(),
        CompareCommand.Create(),
        CalibrateCommand.Create(),
        WorkCommand.Create(),
        WorkerCommand.Create(),
        TrainCommand.Create(),
        PredictCommand.Create(),
        InspectCommand.Create(),
        DataCommand.Create(),
        SimilarityCommand.Create(),
        MeasuresCommand.Create(),
        BlocksCommand.Create(),
        PruneCommand.Create(),
        ExportCommand.Create(),
        ClassesCommand.Create(),
        ErrorsCommand.Create(),
        DoctorCommand.Create(),
        CompletionCommand.Create(),
        CompleteCommand.Create(),
    ];

    private static int Tell(Exception failure, ParseResult parsed, bool interrupted)
    {
        // Threads side by side fail together, mostly for one reason.
        if (failure is AggregateException { InnerExceptions: [var first, ..] }) return Tell(first, parsed, interrupted);
        (Exception shown, int code) = failure switch
        {
            OperationCanceledException when interrupted => (failure, ExitCode.Interrupted),
            InvalidOptionsException => (failure, ExitCode.WrongUsage),
            StrataException or IOException or UnauthorizedAccessException or ExternalException => (failure, ExitCode.Failed),
            OutOfMemoryException => (new StrataException("there is not enough memory for this", failure), ExitCode.Failed),
            TypeInitializationException { TypeName: var type } when type.StartsWith("TorchSharp.", StringComparison.Ordinal)
                => (new StrataException("libtorch does not load; 'strata doctor' says why and what would help", failure), ExitCode.Failed),
            _ => (new StrataException($"an unforeseen failure ({failure.GetType().Name}): {failure.Message.Split('\n')[0].TrimEnd()}; "
                + "--verbose shows where", failure), ExitCode.Failed),
        };
        // A command that can be continued says how in the message of the exception.
        if (code == ExitCode.Interrupted) Console.Error.WriteLine(shown is InterruptedException ? shown.Message : Interrupted);
        else Console.Error.WriteLine(
            StandardInput.Named(parsed.GetValue(GlobalOptions.Verbose) ? shown.ToString() : FirstLines(shown.Message)));
        return code;
    }

    /// <summary>
    /// Native exceptions carry a C++ stack behind their first line; our own lists of problems are kept whole. Whatever name a message
    /// repeats, nothing of it steers the terminal.
    /// </summary>
    private static string FirstLines(string message)
        => string.Join('\n',
            message.Split("\nException raised from", 2)[0].TrimEnd().Split('\n').Select(line => Foreign.Path(line.TrimEnd('\r'))));
}
