using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>Parses, runs one command, and turns whatever happens into a sentence and an exit code.</summary>
internal static class CommandLine
{
    public static int Run(string[] args, params Command[] commands)
    {
        NativeEnvironment.Prepare();
        // Not a RootCommand: that would call itself after the assembly.
        var root = new Command("strata", "Shows what families of neural networks learn as they grow wider or deeper.") { new HelpOption(),
            new VersionOption() };
        root.Options.Add(GlobalOptions.Quiet);
        root.Options.Add(GlobalOptions.Verbose);
        root.Options.Add(GlobalOptions.Device.AcceptOnlyFromAmong("cpu", "cuda"));
        foreach (Command command in commands) root.Subcommands.Add(command);
        NumberParsing.Apply(root);

        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError error in parsed.Errors) Console.Error.WriteLine(Foreign.Words(error.Message));
            Console.Error.WriteLine("Try 'strata --help'.");
            return ExitCode.WrongUsage;
        }

        // The first signal asks the command to finish its step and save; a second one ends the process at once.
        using var stop = new CancellationTokenSource();
        void OnSignal(PosixSignalContext context)
        {
            if (stop.IsCancellationRequested) return;
            context.Cancel = true;
            stop.Cancel();
        }
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);

        try
        {
            if (parsed.GetValue(GlobalOptions.Device) == "cuda")
                throw new StrataException("--device cuda: this build computes on the CPU only; leave the option out or give cpu");
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return parsed.InvokeAsync(configuration, stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException interrupted) when (stop.IsCancellationRequested)
        {
            // A command that can be continued says how in the message of the exception.
            Console.Error.WriteLine(interrupted is InterruptedException ? interrupted.Message : "Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (InvalidOptionsException wrong)
        {
            return Say(wrong, ExitCode.WrongUsage, parsed);
        }
        catch (Exception failure) when (failure is StrataException or IOException or UnauthorizedAccessException or ExternalException)
        {
            return Say(failure, ExitCode.Failed, parsed);
        }
        catch (TypeInitializationException failure) when (failure.TypeName.StartsWith("TorchSharp.", StringComparison.Ordinal))
        {
            return Say(new StrataException("libtorch does not load; 'strata doctor' says why and what would help", failure),
                ExitCode.Failed, parsed);
        }
#pragma warning disable CA1031 // What nobody foresaw is a fault of ours; a user still gets a sentence, and the trace on request.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return
                Say(new StrataException($"an unforeseen failure ({fault.GetType().Name}): {fault.Message.Split('\n')[0].TrimEnd()}; "
                + "--verbose shows where", fault), ExitCode.Failed, parsed);
        }
    }

    private static int Say(Exception exception, int code, ParseResult parsed)
    {
        Console.Error.WriteLine(parsed.GetValue(GlobalOptions.Verbose) ? exception.ToString() : FirstLines(exception.Message));
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
