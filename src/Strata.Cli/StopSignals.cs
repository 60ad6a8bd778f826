using System.Runtime.InteropServices;
using Strata.Runtime;

namespace Strata.Cli;

/// <summary>
/// Signals that ask a command to finish its step, save and end: those of terminals and users, and those by which clusters warn. What was
/// ignored when the process began, as by nohup, stays ignored: .NET sees to that.
/// </summary>
internal sealed partial class StopSignals : IDisposable
{
    /// <summary>Terminals, and whoever sends to a whole group of processes, tell one wish twice.</summary>
    private static readonly TimeSpan s_sameWish = TimeSpan.FromSeconds(1);

    /// <summary>What a command that has nothing to save may take to end.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private static int s_saving;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private DateTime? _first;

    public StopSignals()
    {
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT])
            _registrations.Add(PosixSignalRegistration.Create(signal, context => Stop(context, orElseEnd: true)));
        if (OperatingSystem.IsWindows()) return;
        // .NET has no names for SIGUSR1 and SIGUSR2, whose numbers differ between systems, and SIGXCPU.
        int[] unnamed = OperatingSystem.IsLinux() ? [10, 12, 24] : [30, 31, 24];
        foreach (PosixSignal signal in unnamed.Select(number => (PosixSignal)number).Prepend(PosixSignal.SIGHUP))
            _registrations.Add(PosixSignalRegistration.Create(signal, context => Stop(context, orElseEnd: false)));
    }

    public CancellationToken Token => _stop.Token;

    public bool Received => _stop.IsCancellationRequested;

    /// <summary>Until this is disposed of, the work under way has something to save and is waited for, whatever its step takes.</summary>
    public static IDisposable Saving() => new SavingScope();

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext context, bool orElseEnd)
    {
        // A second wish of a user ends the process at once; a cluster may warn as often as it likes.
        if (_first is { } first)
        {
            context.Cancel = !orElseEnd || DateTime.UtcNow - first < s_sameWish;
            return;
        }
        _first = DateTime.UtcNow;
        context.Cancel = true;
        new Thread(EndUnlessSaving) { IsBackground = true }.Start();
        _stop.Cancel();
    }

    /// <summary>Not every step asks whether it should stop: one may wait for a pipe, or be deep in a native library.</summary>
    private static void EndUnlessSaving()
    {
        do Thread.Sleep(s_patience); while (Volatile.Read(ref s_saving) > 0);
        Unfinished.Discard();
        Console.Error.WriteLine(CommandLine.Interrupted);
        // Not by way of .NET: native threads may be at work in what an orderly end would take down.
        if (!OperatingSystem.IsWindows()) EndAtOnce(ExitCode.Interrupted);
        Environment.Exit(ExitCode.Interrupted);
    }

    private sealed class SavingScope : IDisposable
    {
        public SavingScope() => Interlocked.Increment(ref s_saving);

        public void Dispose() => Interlocked.Decrement(ref s_saving);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void EndAtOnce(int code);
}
